// @ts-check
// Reads what the guide's tests need of a Markdown page: its code blocks, its headings' anchors, its links. It knows as much of
// Markdown as our pages use; what is written otherwise is no block, so the tests count.

import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);

/** @typedef {{ info: string, code: string, line: number }} Block `line` is that of the fence. */
/** @typedef {{ path: string, text: string, blocks: Block[], anchors: Set<string>, links: { to: string, line: number }[] }} Page */

/** The pages below a folder, or the one of that path, as paths from the root. */
export function pagesOf(/** @type {string} */ path) {
  const paths = path.endsWith(".md")
    ? [path]
    : readdirSync(new URL(`${path}/`, root), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => `${path}/${name}`)
        .sort();
  return paths.map((path) => read(path, readFileSync(new URL(path, root), "utf8")));
}

/** @returns {Page} */
export function read(/** @type {string} */ path, /** @type {string} */ text) {
  /** @type {Page} */
  const page = { path, text, blocks: [], anchors: new Set(), links: [] };
  /** @type {Block | undefined} */
  let open;
  for (const [at, line] of text.split("\n").entries()) {
    const info = /^\s*```(.*)$/.exec(line)?.[1];
    if (info !== undefined) {
      if (open && info) throw new Error(`${path}:${at + 1}: a block begins inside another`);
      open = open ? undefined : { info: info.trim(), code: "", line: at + 1 };
      if (open) page.blocks.push(open);
    } else if (open) {
      open.code += `${line}\n`;
    } else {
      const heading = /^#{1,6} (.+)$/.exec(line)?.[1];
      if (heading) page.anchors.add(unlike(page.anchors, anchor(heading)));
      // What stands in backticks is code.
      const prose = line.replace(/`[^`]*`/g, "");
      for (const [, to = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) page.links.push({ to, line: at + 1 });
    }
  }
  if (open) throw new Error(`${path}:${open.line}: the block does not end`);
  return page;
}

/** A heading's anchor, as GitHub makes it. */
function anchor(/** @type {string} */ heading) {
  const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
  return words.replace(/[^\p{L}\p{N}\s_-]/gu, "").replace(/ /g, "-");
}

function unlike(/** @type {Set<string>} */ taken, /** @type {string} */ wanted) {
  for (let count = 0; ; count++) {
    const name = count ? `${wanted}-${count}` : wanted;
    if (!taken.has(name)) return name;
  }
}
