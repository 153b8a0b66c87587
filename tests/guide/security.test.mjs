// @ts-check
// The threat model names a test for each threat: it is there, under that name, in that file.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/security.md", root), "utf8");
const [, stopped = "", rest = ""] = page.split(/^## .+$/m);
const rows = stopped.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| who |"));
const citations = [...stopped.matchAll(/\[([^\]]+)\]\(\.\.\/((?:tests|src)\/[^)]+)\)/g)].map(
  ([, name = "", path = ""]) => ({
    name,
    path,
  }),
);

test("each threat is shown to be stopped by a test that exists", (t) => {
  const missing = citations.filter(({ name, path }) => !isTest(name, path));
  const unshown = rows.filter((row) => !/\]\(\.\.\/(tests|src)\//.test(row));

  t.diagnostic(`threats: ${rows.length}, tests: ${citations.length}`);
  assert.deepEqual([missing, unshown], [[], []]);
  assert.ok(rows.length >= 20 && citations.length >= rows.length);
});

test("what is not stopped is said", () => {
  assert.ok((rest.match(/^- \*\*/gm)?.length ?? 0) >= 8);
});

/** @param {string} name @param {string} path */
function isTest(name, path) {
  const file = new URL(path, root);
  if (!existsSync(file)) return false;
  const named = path.endsWith(".rs") ? `fn ${name.replaceAll(" ", "_")}(` : `test(${JSON.stringify(name)}`;
  return readFileSync(file, "utf8").includes(named);
}
