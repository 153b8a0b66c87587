// @ts-check
// The widget's wasm by itself, in Node: any name and any text gets an answer, and no call costs memory for good.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import load, { check, Problem } from "../../pkg-template/wasm/widget/konektor_widget.js";

const file = new URL("../../pkg-template/wasm/widget/konektor_widget_bg.wasm", import.meta.url);

/** @type {WebAssembly.Memory} */
let memory;

before(async () => {
  ({ memory } = await load({ module_or_path: await readFile(file) }));
});

const is = (/** @type {Problem} */ problem, limit = 0) => problem | (limit << 3);

test("a field is judged by the table of leads", () => {
  assert.equal(check("firstName", ""), is(Problem.Required));
  assert.equal(check("firstName", "x".repeat(100)), is(Problem.None));
  assert.equal(check("firstName", "x".repeat(101)), is(Problem.TooLong, 100));
  assert.equal(check("lastName", ""), is(Problem.None));
  assert.equal(check("lastName", "😀".repeat(51)), is(Problem.TooLong, 100));
  assert.equal(check("email", "siti@example.com"), is(Problem.None));
  assert.equal(check("email", "siti@"), is(Problem.Email));
  assert.equal(check("phone", "(0812) 3456-7890"), is(Problem.None));
  assert.equal(check("phone", "hubungi saya"), is(Problem.Phone));
  assert.equal(check("message", "x".repeat(3400)), is(Problem.None));
  assert.equal(check("message", "x".repeat(3401)), is(Problem.TooLong, 3400));
  assert.equal(check("assignedTo", "nobody"), is(Problem.Other));
  assert.equal(check("favouriteColour", "x".repeat(10_000)), is(Problem.None));
});

test("hostile texts get an answer, and ten thousand calls leave the memory as it was", () => {
  const texts = [
    "",
    "\0",
    "\ud800",
    "😀".repeat(1000),
    "@".repeat(5000),
    ".".repeat(5000),
    "x".repeat(1_000_000),
    "+".repeat(99),
  ];
  const names = [
    "firstName",
    "email",
    "phone",
    "message",
    "status",
    "assignedTo",
    "estimatedValue",
    "",
    "__proto__",
    "\ud800",
  ];
  const ask = () => {
    for (const name of names) for (const text of texts) assert.ok((check(name, text) & 7) <= Problem.Other);
  };
  ask();
  const size = memory.buffer.byteLength;

  for (let call = 0; call < 10_000; call++) check("phone", `0812 ${call}`);
  ask();

  assert.equal(memory.buffer.byteLength, size);
});

test("the binary needs no feature that older phones lack", async () => {
  const module = await WebAssembly.compile(await readFile(file));

  assert.deepEqual(
    WebAssembly.Module.imports(module).filter(({ kind }) => kind !== "function"),
    [],
  );
  assert.ok(!WebAssembly.Module.exports(module).some(({ name }) => name.includes("externref")), "no reference types");
});
