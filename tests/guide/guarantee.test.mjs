// @ts-check
// What is promised of acknowledged submissions is promised in the same words wherever it is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pagesOf } from "./markdown.mjs";

test("the guarantee stands in the guide and beside the edge, word for word", () => {
  const [said = "", again] = ["edge/README.md", "docs/guide/delivered-once.md"].map(guarantee);

  assert.ok(said.length > 400, said);
  assert.equal(again, said);
});

/** @param {string} path */
function guarantee(path) {
  const text = pagesOf(path).map(({ text }) => text.replace(/^> /gm, "").replace(/\s+/g, " "));
  return /Every acknowledged submission is kept until .* has no delete\./.exec(text.join())?.[0];
}
