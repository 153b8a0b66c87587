// @ts-check
// The page on operating the edge is complete: each reason of the health answer, each endpoint and each state has its line.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pagesOf } from "./markdown.mjs";

const [{ text } = { text: "" }] = pagesOf("docs/guide/operating.md");
const read = (/** @type {string} */ path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const types = read("pkg-template/wasm/edge/konektor_edge.d.ts");

/** The words of a union of texts. @param {string} name */
function wordsOf(name) {
  const [, union = ""] = new RegExp(`type ${name} = ([^;]+);`).exec(types) ?? [];
  return Array.from(union.matchAll(/"(\w+)"/g), ([, word = ""]) => word);
}

/** What stands in the first cells of the rows of all tables. */
const firstCells = text.split("\n").flatMap((line) => {
  const [, cell = ""] = /^\| (`[^|]*) \|/.exec(line) ?? [];
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, word = ""]) => word);
});

test("each reason, endpoint and state of the admin API has its line, and no other has one", () => {
  const endpoints = Array.from(
    read("pkg-template/src/edge/admin/api.ts").matchAll(/^ {2}"(GET|POST) ([a-z/]+)":/gm),
    (match) => `${match[1]} /admin/v1/${match[2]}`.replace(/\/$/, "/{uniqueCode}"),
  );
  const expected = [...wordsOf("Concern"), ...endpoints, ...wordsOf("State")];

  assert.ok(expected.length >= 9 + 9 + 7, expected.join());
  assert.deepEqual(firstCells.sort(), expected.sort());
});
