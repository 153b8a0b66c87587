// @ts-check
// What is compared: one landing page with nothing, with our widget, and with each peer as its own documentation has it embedded. A
// side says what it adds to the page and which files that needs; all are served from the page's own origin.

import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The names of those that others are measured by. */
export const ALONE = "page alone";
export const PLAIN = "form of HTML alone";
export const OURS = "konektor";

const FORM = "promo";
const here = fileURLToPath(new URL(".", import.meta.url));
const widget = fileURLToPath(new URL("../../www/dist/", import.meta.url));
const peers = `${here}peers/`;

/**
 * @typedef {object} Side
 * @property {string} name
 * @property {string} head what stands at the end of the page's head
 * @property {string} form what stands in the form's place, inside `#form`; nothing for the page alone
 * @property {Record<string, string | Uint8Array>} files by path
 * @property {string} [hosts] addresses of the peer's own that its script asks, as a pattern
 * @property {boolean} [journey] whether it can go to a receipt before an edge
 */

/** The sides, the page alone first. @param {string} edge @returns {Promise<Side[]>} */
export async function sides(edge) {
  return [
    { name: ALONE, head: "", form: "", files: {} },
    await plain(edge),
    ...(await konektor(edge)),
    await react(edge),
    await formbricks(),
    await typeform(),
  ];
}

/** The fields of all. @param {string} edge @param {string} [settings] */
function markup(edge, settings = "") {
  return `<form class="lead-form" ${settings} method="post" action="${edge}/v1/forms/${FORM}/submissions">
          <div><label for="firstName">Nama</label><input id="firstName" name="firstName" autocomplete="name" required></div>
          <div><label for="phone">Nomor WhatsApp</label><input id="phone" name="phone" type="tel" autocomplete="tel" required></div>
          <div><label for="email">Email (opsional)</label><input id="email" name="email" type="email" autocomplete="email"></div>
          <div><label for="message">Pesan (opsional)</label><textarea id="message" name="message"></textarea></div>
          <button type="submit">Kirim</button>
        </form>`;
}

/** What a form costs that is only HTML. @param {string} edge @returns {Promise<Side>} */
async function plain(edge) {
  return {
    name: PLAIN,
    head: `<link rel="stylesheet" href="/lead-form.css">`,
    form: markup(edge),
    files: { "/lead-form.css": await readFile(`${peers}react.css`) },
  };
}

/** As our README has it embedded, and in the two ways that leave its place on the page. @param {string} edge @returns {Promise<Side[]>} */
async function konektor(edge) {
  /** @type {Side["files"]} */
  const files = {};
  for (const name of await readdir(widget)) files[`/widget/${name}`] = await readFile(`${widget}${name}`);
  const head = `<script type="module" src="/widget/konektor-form.js"></script>`;
  const form = `<konektor-form form="${FORM}" tracking-code="KNK-abc123" endpoint="${edge}"></konektor-form>`;
  const own = await plain(edge);
  // Without a notice inside, as the other sides have none.
  const place = "<style>konektor-form:not([ready]) { display: grid; padding-bottom: 30rem }</style>";
  return [
    { name: OURS, head: place + head, form, files, journey: true },
    { name: `${OURS}, no place kept`, head, form, files: {}, journey: true },
    {
      name: `${OURS}, the page's own form`,
      head: own.head + head,
      form: markup(edge, `data-konektor data-tracking-code="KNK-abc123"`),
      files: {},
      journey: true,
    },
  ];
}

/** @param {string} edge @returns {Promise<Side>} */
async function react(edge) {
  return {
    name: "React form",
    head: `<link rel="stylesheet" href="/react.css"><script type="module" src="/react.js"></script>`,
    form: `<div id="root" data-action="${edge}/v1/forms/${FORM}/submissions"></div>`,
    files: await bundle("react.jsx"),
    journey: true,
  };
}

/** @returns {Promise<Side>} */
async function formbricks() {
  return {
    name: "Formbricks",
    head: `<script type="module" src="/formbricks.js"></script>`,
    form: `<div id="survey"></div>`,
    files: await bundle("formbricks.js"),
  };
}

/**
 * The frame, where the form itself is, cannot be had: it is a page of ours with one field.
 *
 * @returns {Promise<Side>}
 */
async function typeform() {
  const built = `${peers}node_modules/@typeform/embed/build/`;
  return {
    name: "Typeform, but for its frame",
    head: "",
    hosts: "https://*.typeform.com/*",
    // The height is the one in the code that Typeform's own page hands out.
    form: `<div data-tf-widget="bench" style="width:100%;height:500px"></div><script src="/next/embed.js"></script>`,
    files: {
      "/next/embed.js": await readFile(`${built}embed.js`),
      "/next/css/widget.css": await readFile(`${built}css/widget.css`),
      "/to/bench": `<!doctype html><title>Typeform</title><div id="form"><label>Nama <input name="name"></label></div>`,
    },
  };
}

/** As a production build makes it. @param {string} entry */
async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [`${peers}${entry}`],
    outdir: "/",
    bundle: true,
    format: "esm",
    minify: true,
    jsx: "automatic",
    target: ["es2020"],
    define: { "process.env.NODE_ENV": `"production"` },
    write: false,
    logLevel: "warning",
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [path, contents]));
}
