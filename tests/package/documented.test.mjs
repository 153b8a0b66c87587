// @ts-check
// The examples in the documentation of `konektor/attribution`, `konektor/webhook` and `konektor/schema`: each compiles by itself, and prints what the
// comment behind its `console.log` says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, test } from "node:test";
import { errorsOf, keepsItsPromises, workplace } from "../programs.mjs";

const root = new URL("../../", import.meta.url);
const DOCUMENTED = [
  "entries/attribution-inline.ts",
  "entries/schema-inline.ts",
  "schema/json-schemas.ts",
  "webhook/error.ts",
  "webhook/event.ts",
  "webhook/test-payload.ts",
  "webhook/verify.ts",
];

const folder = workplace({ after });
const examples = DOCUMENTED.flatMap((file) => {
  const text = readFileSync(new URL(`pkg-template/src/${file}`, root), "utf8");
  return [...text.matchAll(/^ \* ```ts\n([\s\S]*?)^ \* ```$/gm)].map(([, block = ""], index) => ({
    name: `${file.replaceAll("/", "-").replace(".ts", "")}-${index + 1}`,
    code: block.replace(/^ \* ?/gm, ""),
  }));
});

test("each example compiles by itself", () => {
  assert.ok(examples.length >= DOCUMENTED.length, `${examples.length} examples`);
  assert.deepEqual(errorsOf(folder, examples), []);
});

for (const example of examples) {
  test(`the example ${example.name} prints what it says`, (t) => keepsItsPromises(t, folder, example));
}
