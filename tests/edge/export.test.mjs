// @ts-check
// Exports: whole whatever their size, exact as NDJSON, and no formulas as CSV.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, startWithAdmin } from "./operator.mjs";
import { outbox, submission } from "./parts.mjs";
import { receive } from "./world.mjs";

const bot = (/** @type {object} */ fields) => submission({ fields: { ...fields, _hp: "x" } });

/** The cells of a CSV of which each is quoted. @param {string} text */
function parse(text) {
  return text
    .split("\r\n")
    .slice(0, -1)
    .map((line) =>
      Array.from(line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g), ([, cell = ""]) => cell.replaceAll('""', '"')),
    );
}

const HOSTILE = [
  '=HYPERLINK("https://evil.example","click")',
  "+SUM(1)",
  "-1+1",
  "@SUM(1)",
  "\uff1dSUM(1)",
  'a","=1+1',
  "a\u05d0b",
  "<img src=x onerror=alert(1)>",
];

test("no cell of a CSV is a formula, and NDJSON says what was typed", async (t) => {
  const world = await startWithAdmin(t);
  for (const firstName of HOSTILE) await receive(world, bot({ firstName, phone: "0812 3456 7890" }));

  const csv = await ask(world.edge, "export?format=csv&state=held");
  const ndjson = await ask(world.edge, "export?state=held");

  assert.equal(csv.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.match(csv.headers.get("content-disposition") ?? "", /^attachment; filename="KNK-abc123-[\d-]{10}\.csv"$/);
  assert.equal(csv.headers.get("cache-control"), "no-store");
  assert.equal(csv.headers.get("x-content-type-options"), "nosniff");
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await csv.arrayBuffer());
  assert.ok(text.startsWith("\ufeffuniqueCode,id,form,state,"));
  const names = text.slice(1).split("\r\n", 1)[0]?.split(",") ?? [];
  const rows = parse(text.slice(text.indexOf("\r\n") + 2));
  assert.equal(rows.length, HOSTILE.length);
  assert.ok(rows.every((row) => row.length === names.length));
  const firstNames = rows.map((row) => row[names.indexOf("firstName")] ?? "");
  const isFormula = (/** @type {string} */ name) => /^[=+\-@\uff1d]/.test(name);
  assert.deepEqual(
    firstNames,
    HOSTILE.map((name) => (isFormula(name) ? `'${name}` : name)),
  );
  assert.ok(rows.flat().every((cell) => !isFormula(cell) || cell === "+6281234567890"));
  const lines = (await ndjson.text()).trimEnd().split("\n");
  assert.equal(ndjson.headers.get("content-type"), "application/x-ndjson");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).lead.firstName),
    HOSTILE,
  );
});

test("ten thousand submissions are exported whole, each once and in order", async (t) => {
  const world = await startWithAdmin(t, { edge: { timed: true } });
  await receive(world, bot({ firstName: "Andi" }));
  await outbox(world.edge, "fill", { count: 10_000 });

  const codes = (await (await ask(world.edge, "export")).text())
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).uniqueCode);

  assert.equal(codes.length, 10_001);
  assert.equal(new Set(codes).size, 10_001);
  assert.deepEqual([codes[1], codes.at(-1)], ["KNK-abc123-0000000001", "KNK-abc123-0000010000"]);
});

test("an export of nothing is an empty file, or the line of its columns", async (t) => {
  const { edge } = await startWithAdmin(t);

  assert.equal(await (await ask(edge, "export")).text(), "");
  assert.equal((await (await ask(edge, "export?format=csv")).text()).split("\r\n").length, 2);
});
