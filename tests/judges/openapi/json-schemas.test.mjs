// @ts-check
// The JSON Schemas of what the operations take, judged by ajv, say what the core says: it is asked by calls whose requests go
// nowhere. Where the two differ the reason is one of those that the schemas state in words.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { transformSync } from "esbuild";
import fc from "fast-check";
import { Konektor, KonektorError } from "konektor";

const CASES = 2_000;

const module = readFileSync(new URL("../../../pkg-template/src/generated/json-schemas.ts", import.meta.url), "utf8");
const script = transformSync(module, { loader: "ts", format: "esm" }).code;
/** @type {Record<string, import("ajv").AnySchemaObject>} */
const schemas = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const SENT = Symbol();
const konektor = new Konektor({
  apiKey: "knk_test",
  maxRetries: 0,
  fetch: async () => {
    throw SENT;
  },
});

/** @type {Record<string, (input: any) => PromiseLike<unknown>>} */
const calls = {
  listLeads: (input) => konektor.leads.list(input),
  createLead: (input) => konektor.leads.create(input),
  updateLead: (input) => konektor.leads.update("lead_1", input),
  analyticsQuery: (input) => konektor.analytics.summary(input),
  conversionStatusQuery: (input) => konektor.conversions.status(input),
  createTicket: (input) => konektor.support.createTicket(input),
};

/** Whether the core lets an input out of the house. */
async function taken(/** @type {PromiseLike<unknown>} */ call) {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof KonektorError)) throw error;
    if (error.code === "CONNECTION_ERROR") return true;
    assert.match(error.code, /^(VALIDATION|USAGE)_ERROR$/);
    return false;
  }
  throw new Error("nothing answers here");
}

/** What the schemas state in words: UTF-16 code units, and rules between two fields. */
function differsInWords(/** @type {Record<string, unknown>} */ input) {
  const astral = Object.values(input).some(
    (value) => typeof value === "string" && /[\u{10000}-\u{10ffff}]/u.test(value),
  );
  const both = (/** @type {string} */ a, /** @type {string} */ b) => a in input && b in input;
  return astral || both("page", "cursor") || both("from", "to") || both("createdFrom", "createdTo");
}

const TEXTS = [
  "",
  "a@b.co",
  "a.@b.co",
  "a@b",
  "2025-02-28",
  "2025-02-29",
  "2025-01-15T10:30+0700",
  "2025-01-15T10:30",
  "🙂",
];
const UUIDS = ["6f9619ff-8b86-d011-b42d-00c04fc964ff", "6f9619ff-8b86-d011-b42d-00c04fc964f"];

/** Values of a field: valid ones, those at its limits, and strange ones. */
function value(/** @type {any} */ { enum: values = [], anyOf = [], ...field }) {
  const lengths = [field.minLength, field.maxLength].filter(Number.isInteger).flatMap((n) => [n - 1, n, n + 1]);
  const numbers = [field.minimum, field.maximum].filter(Number.isInteger).flatMap((n) => [n - 1, n, n + 1]);
  const fitting = [
    ...values,
    ...anyOf.flatMap((/** @type {any} */ it) => it.enum ?? []),
    ...lengths.filter((n) => n >= 0).map((n) => "x".repeat(n)),
    ...numbers,
    ...(field.pattern ? [...TEXTS, ...UUIDS] : []),
    ...(field.type === "number" ? [0, -1.5, 1e300] : []),
  ];
  const strange = fc.oneof(
    fc.constantFrom(...TEXTS, null, true, 0, 1.5, [], {}),
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  if (!fitting.length) return strange;
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: strange });
}

/** An input: some fields, and now and then one that there is not. */
function input(/** @type {any} */ schema) {
  const fields = Object.entries(schema.properties).map(([name, field]) => [name, value(field)]);
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
  const sparse = fc
    .tuple(known, fc.subarray(Object.keys(schema.properties), { maxLength: 3 }))
    .map(([all, names]) =>
      Object.fromEntries(
        Object.entries(all).filter(([name]) => names.includes(name) || schema.required?.includes(name)),
      ),
    );
  const unknown = fc.tuple(sparse, fc.constantFrom("fristName", "x")).map(([some, name]) => ({ ...some, [name]: "a" }));
  return fc.oneof({ weight: 2, arbitrary: known }, { weight: 8, arbitrary: sparse }, { weight: 1, arbitrary: unknown });
}

test("each call that takes an input has its schema", () => {
  assert.deepEqual(Object.keys(schemas).sort(), Object.keys(calls).sort());
});

for (const [name, call] of Object.entries(calls)) {
  test(`ajv and the core agree on ${name}`, async (t) => {
    const schema = schemas[name] ?? assert.fail("no schema");
    // Formats beside a pattern are for people.
    const ajv = new Ajv2020({ strict: true, validateFormats: false, allowUnionTypes: true });
    const accepts = ajv.compile(schema);
    const agreed = { taken: 0, refused: 0, differing: 0 };

    await fc.assert(
      fc.asyncProperty(input(schema), async (value) => {
        const core = await taken(call(value));
        if (accepts(value) === core) agreed[core ? "taken" : "refused"]++;
        else if (differsInWords(value)) agreed.differing++;
        else assert.fail(`${core ? "the core takes it" : "the core refuses it"}, ajv does not`);
      }),
      { numRuns: CASES, seed: 20260311 },
    );

    t.diagnostic(JSON.stringify(agreed));
    assert.ok(agreed.taken > CASES / 20 && agreed.refused > CASES / 20, JSON.stringify(agreed));
  });
}
