// @ts-check
// The widget's wasm by itself, in Node: any name and any text gets an answer, and no call costs memory for good.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import load, { check, Problem } from "../../pkg-template/wasm/widget/konektor_widget.js";

const file = new URL("../../pkg-template/wasm/widget/konektor_widget_bg.wasm", import.meta.url);

const wasmOpt = fileURLToPath(new URL("../../node_modules/.bin/wasm-opt", import.meta.url));

/** What every engine has that we promise; the first one takes away all others. */
const FEATURES = [
  "--mvp-features",
  "--enable-bulk-memory",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
];

/** @type {WebAssembly.Memory} */
let memory;

before(async () => {
  ({ memory } = await load({ module_or_path: await readFile(file) }));
});

const is = (/** @type {Problem} */ problem, limit = 0) => problem | (limit << 4);

test("a field is judged by the table of leads", () => {
  assert.equal(check("firstName", ""), is(Problem.Required));
  assert.equal(check("firstName", "x".repeat(100)), is(Problem.None));
  assert.equal(check("firstName", "x".repeat(101)), is(Problem.TooLong, 100));
  assert.equal(check("lastName", ""), is(Problem.None));
  assert.equal(check("lastName", "😀".repeat(51)), is(Problem.TooLong, 100));
  assert.equal(check("email", "siti@example.com"), is(Problem.None));
  assert.equal(check("email", "siti@"), is(Problem.Email));
  assert.equal(check("phone", "(0812) 3456-7890"), is(Problem.None));
  assert.equal(check("message", "x".repeat(3400)), is(Problem.None));
  assert.equal(check("message", "x".repeat(3401)), is(Problem.TooLong, 3400));
  assert.equal(check("favouriteColour", "x".repeat(500)), is(Problem.None));
  assert.equal(check("favouriteColour", "x".repeat(501)), is(Problem.TooLong, 500));
});

test("a phone number that is none says why", () => {
  for (const [text = "", problem = Problem.Other] of /** @type {[string, Problem][]} */ ([
    ["+", Problem.PhoneEmpty],
    ["hubungi saya", Problem.PhoneLetters],
    ["O812 3456 7890", Problem.PhoneLetters],
    ["0812 3456 7890 atau 0813 3456 7890", Problem.PhoneSeveral],
    ["0812#3456#7890", Problem.PhoneCharacters],
    ["555 0123", Problem.PhoneCountry],
    ["+0812 3456 7890", Problem.PhoneBeginning],
    ["0812 3456", Problem.PhoneShort],
    ["0812 3456 7890 12345", Problem.PhoneLong],
  ])) {
    assert.equal(check("phone", text), is(problem), text);
  }
  for (const text of ["٠٨١٢ ٣٤٥٦ ٧٨٩٠", "０８１２－３４５６－７８９０", "+62 (0)812.3456.7890"]) {
    assert.equal(check("phone", text), is(Problem.None), text);
  }
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
    for (const name of names) for (const text of texts) assert.ok((check(name, text) & 15) <= Problem.PhoneLong);
  };
  ask();
  const size = memory.buffer.byteLength;

  for (let call = 0; call < 10_000; call++) check("phone", `0812 ${call}`);
  ask();

  assert.equal(memory.buffer.byteLength, size);
});

test("the binary needs no feature that older phones lack", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "konektor-features-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // A function that takes an `externref`: what those phones refuse, and this check has to.
  const newer = join(folder, "newer.wasm");
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  const sections = [
    0x01, 0x05, 0x01, 0x60, 0x01, 0x6f, 0x00, 0x03, 0x02, 0x01, 0x00, 0x0a, 0x04, 0x01, 0x02, 0x00, 0x0b,
  ];
  writeFileSync(newer, new Uint8Array([...header, ...sections]));

  const validated = (/** @type {string} */ path) =>
    spawnSync(wasmOpt, [...FEATURES, path, "--output", join(folder, "out.wasm")], { encoding: "utf8" });
  const ours = validated(fileURLToPath(file));
  assert.equal(ours.status, 0, ours.stderr);
  assert.equal(validated(newer).status, 1);
});
