// Prints what a page needs to load the widget and nothing else in its place: `node embed.mjs https://forms.example`. The browser
// compares the script with its digest, and where it knows how also what the script fetches later.
// @ts-check

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const [, , address = ""] = process.argv;
if (!URL.canParse(address)) {
  console.error("give the edge's address, such as https://forms.example");
  process.exit(2);
}
const { origin } = new URL(address);
const dist = new URL("./dist/", import.meta.url);
const scripts = readdirSync(dist).filter((name) => /^konektor-[\w-]+-[0-9A-Z]{8}\.js$/.test(name));

/** @param {string} name */
function digest(name) {
  return `sha384-${createHash("sha384")
    .update(readFileSync(new URL(name, dist)))
    .digest("base64")}`;
}

const entry = scripts.find((name) => name.startsWith("konektor-form-"));
if (!entry) {
  console.error("The widget is not built yet: run `npm run build`.");
  process.exit(1);
}
const later = scripts.filter((name) => name !== entry).map((name) => [`${origin}/${name}`, digest(name)]);
console.log(`<script type="importmap">${JSON.stringify({ integrity: Object.fromEntries(later) })}</script>
<script type="module" src="${origin}/${entry}" integrity="${digest(entry)}" crossorigin="anonymous"></script>`);
