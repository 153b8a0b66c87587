// @ts-check
// Links between our own pages: the file is there, and so is the heading. Addresses elsewhere are not asked.

import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { test } from "node:test";
import { pagesOf } from "./markdown.mjs";

const root = new URL("../../", import.meta.url);
const pages = [
  "docs",
  "README.md",
  "CONTRIBUTING.md",
  "edge/README.md",
  "examples/README.md",
  "sandbox/README.md",
  "www/README.md",
].flatMap(pagesOf);
const byPath = new Map(pages.map((page) => [page.path, page]));

test("each link leads to something", (t) => {
  const links = pages.flatMap(({ path, links }) => links.map((link) => ({ path, ...link })));

  const broken = links.filter(({ path, to }) => !leads(path, to)).map(({ path, line, to }) => `${path}:${line}: ${to}`);

  t.diagnostic(`links: ${links.length}`);
  assert.deepEqual(broken, []);
  assert.ok(links.length > 100, `${links.length} links`);
});

test("each page of the guide is linked from its index", () => {
  const guide = pages.filter(({ path }) => path.startsWith("docs/guide/"));
  const linked = new Set(
    guide
      .filter(({ path }) => path.endsWith("README.md"))
      .flatMap(({ path, links }) => links.map(({ to }) => target(path, to).path)),
  );

  const forgotten = guide.map(({ path }) => path).filter((path) => !linked.has(path));
  assert.deepEqual(forgotten, ["docs/guide/README.md"]);
});

/** @param {string} from @param {string} to */
function leads(from, to) {
  if (/^(https?|mailto):/.test(to)) return true;
  const { path, anchor } = target(from, to);
  const file = new URL(path, root);
  if (!existsSync(file)) return false;
  return !anchor || (!statSync(file).isDirectory() && (byPath.get(path)?.anchors.has(anchor) ?? false));
}

/** @param {string} from @param {string} to */
function target(from, to) {
  const [file = "", anchor] = to.split("#");
  const path = file ? new URL(file, `house:/${from}`).pathname.slice(1) : from;
  return { path, anchor };
}
