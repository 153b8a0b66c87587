// @ts-check
// Our validators against zod 3: the same generated inputs are given to schemas written in zod from the API document alone
// (schemas.mjs) and to the package as a user calls it. Both must accept, or both refuse the same fields in the same words, except
// for the differences that are listed with their reasons (differences.mjs). More cases: `cargo xtask test judges --cases 200000`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { differences } from "./differences.mjs";
import { inputs } from "./inputs.mjs";
import { analytics, conversionStatus, createLead, createTicket, listLeads, updateLead } from "./schemas.mjs";
import { ours, theirs } from "./verdicts.mjs";
import { written } from "./written.mjs";

/** @typedef {import("./corrections.mjs").Case} Case */
/** @typedef {import("./corrections.mjs").Expected} Expected */
/** @typedef {import("./verdicts.mjs").Verdict} Verdict */
/** @typedef {(konektor: import("konektor").Konektor, input: any) => PromiseLike<unknown>} Call */

const {
  KONEKTOR_JUDGES_CASES: cases = "20000",
  KONEKTOR_JUDGES_SEED: seed = String(Date.now() % 2 ** 31),
  KONEKTOR_JUDGES_PATH: path,
} = process.env;

/** Which methods take which input. @type {[string, import("zod").AnyZodObject, Call[]][]} */
const operations = [
  ["createLead", createLead, [(konektor, input) => konektor.leads.create(input)]],
  ["updateLead", updateLead, [(konektor, input) => konektor.leads.update("lead_1", input)]],
  ["listLeads", listLeads, [(konektor, input) => konektor.leads.list(input)]],
  [
    "analytics",
    analytics,
    [
      (konektor, input) => konektor.analytics.summary(input),
      (konektor, input) => konektor.analytics.funnel(input),
      (konektor, input) => konektor.analytics.campaigns(input),
    ],
  ],
  ["conversionStatus", conversionStatus, [(konektor, input) => konektor.conversions.status(input)]],
  ["createTicket", createTicket, [(konektor, input) => konektor.support.createTicket(input)]],
];

const count = { accepted: 0, refused: 0 };
const corrections = new Map(differences.map(({ name }) => [name, 0]));

/** What our verdict has to be, and which differences made it so. @param {Case} of */
function expected(of) {
  /** @type {Expected} */
  let verdict = theirs(of.schema, of.input);
  const applied = [];
  for (const { name, ends, corrected } of differences) {
    const correction = corrected(verdict, of);
    if (!correction) continue;
    if (!isDeepStrictEqual(correction, verdict)) applied.push(name);
    verdict = correction;
    if (ends) break;
  }
  return { verdict, applied };
}

/** @param {Verdict} verdict @param {Expected} expected */
function matches({ code, details }, expected) {
  return (
    code === expected.code &&
    details.size === expected.details.size &&
    [...details].every(([field, message]) => {
      const wanted = expected.details.get(field);
      return wanted instanceof RegExp ? wanted.test(message) : wanted === message;
    })
  );
}

/** What the server reads of what left. @param {import("./verdicts.mjs").Sent} sent */
function arrived({ url, body }) {
  if (body !== undefined) return JSON.parse(body);
  const numbers = ["page", "limit"];
  return Object.fromEntries(
    [...new URL(url).searchParams].map(([name, value]) => [name, numbers.includes(name) ? Number(value) : value]),
  );
}

for (const [operation, schema, calls] of operations) {
  test(`${operation}: zod and we refuse the same fields in the same words`, async (t) => {
    const property = fc.asyncProperty(inputs(schema), fc.constantFrom(...calls), async (input, call) => {
      const { verdict, applied } = expected({ operation, schema, input });
      const { sent, ...answer } = await ours(call, input);

      assert.ok(matches(answer, verdict), `expected ${shown(verdict)}, but it was ${shown(answer)}`);
      if (sent) assert.deepEqual(arrived(sent), written(input ?? {}));
      count[answer.code ? "refused" : "accepted"] += 1;
      for (const name of applied) corrections.set(name, (corrections.get(name) ?? 0) + 1);
    });
    const run = await fc.check(property, {
      numRuns: Math.ceil(Number(cases) / operations.length),
      seed: Number(seed),
      ...(path && { path }),
    });

    t.diagnostic(`${run.numRuns} cases from seed ${seed}`);
    if (run.failed) {
      const why = run.errorInstance instanceof Error ? run.errorInstance.message : String(run.errorInstance);
      assert.fail([why, fc.defaultReportMessage(run), replay(operation, run.counterexamplePath)].join("\n\n"));
    }
  });
}

test("every listed difference still occurs, and at least a quarter of the inputs is accepted", (t) => {
  const total = count.accepted + count.refused;
  t.diagnostic(`${total} cases compared: ${count.accepted} accepted, ${count.refused} refused`);
  for (const [name, times] of corrections) t.diagnostic(`${String(times).padStart(7)} × ${name}`);

  assert.ok(count.accepted >= total / 4, "a judge that sees nothing but refusals judges little");
  const stale = [...corrections].filter(([, times]) => times === 0).map(([name]) => name);
  assert.deepEqual(stale, [], "a difference that never occurs excuses nothing: take it out of differences.mjs");
});

/** @param {Expected} verdict */
function shown({ code, details }) {
  return code
    ? `${code} ${JSON.stringify([...details].map(([field, message]) => `${field}: ${message}`))}`
    : "accepted";
}

/** @param {string} operation @param {string | null} path */
function replay(operation, path) {
  const environment = `KONEKTOR_JUDGES_SEED=${seed} KONEKTOR_JUDGES_PATH=${path}`;
  return `To replay it: ${environment} node --test --test-name-pattern='^${operation}:' tests/judges/zod/`;
}
