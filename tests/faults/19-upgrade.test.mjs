// @ts-check
// A Worker is deployed while rows of the first one wait in the first one's tables: the tables become today's, every row goes on from
// where it stands, and receipts of before are honoured.

import assert from "node:assert/strict";
import { test } from "node:test";
import { folder, leads, outbox, startEdge, startSandbox, submission, until, untilLeads } from "../edge/parts.mjs";
import { Receipts } from "./receipts.mjs";

/** Where the first Worker's rows stand, and whether the API has carried out what was sent. */
const ROWS = /** @type {const} */ ([
  ["Accepted", false],
  ["Sending and gone", false],
  ["Sending and carried out", true],
  ["Unknown and gone", false],
  ["Unknown and carried out", true],
  ["Delivered", true],
]);

test("19 rows of the first Worker are delivered by today's, once, and held ones stay held", async (t) => {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const persist = folder(t);
  const first = await startEdge({ persist, api: sandbox.address, entry: "tests/faults/first-worker.mjs" });
  const receipts = new Receipts();
  const waiting = new Receipts();
  for (const [name, carriedOut] of ROWS) {
    const code = await receipts.take(first.address, submission({ fields: { firstName: name } }));
    if (carriedOut) await createLead(sandbox.address, name, code);
  }
  for (const name of ["Held", "Parked"]) {
    await waiting.take(first.address, submission({ fields: { firstName: name } }));
  }
  await first.crash();
  assert.equal((await leads(sandbox.address)).length, 3);

  // Without another request.
  const second = await startEdge({ persist, api: sandbox.address, timed: true });
  await untilLeads(sandbox.address, (all) => all.length === ROWS.length, "every row's lead");
  await until(async () => {
    const { rows } = await outbox(second.address, "rows");
    return rows.filter(({ state }) => state === "delivered").length === ROWS.length;
  }, "the outbox to know");
  await second.stop();
  assert.deepEqual(second.log.match(/^.*(outbox failed|row failed|exception).*$/gm), null);

  const third = await startEdge({ persist, api: sandbox.address, timed: true });
  t.after(() => third.stop());
  const { rows } = await outbox(third.address, "rows");
  assert.deepEqual(
    rows.map(({ state, reason, audits }) => [state, reason, audits]),
    [
      ["delivered", "CREATED", 0],
      ["delivered", "CREATED", 0],
      ["delivered", "FOUND", 0],
      ["delivered", "CREATED", 0],
      ["delivered", "FOUND", 0],
      ["delivered", "CREATED", 0],
      ["held", "SUSPECT", 0],
      ["parked", "VALIDATION_ERROR", 0],
    ],
  );
  await receipts.prove({ sandbox: sandbox.address, edge: third.address });
});

/** What the API made of a POST of before. @param {string} sandbox @param {string} firstName @param {string} uniqueCode */
async function createLead(sandbox, firstName, uniqueCode) {
  const response = await fetch(`${sandbox}/api/v2/agent/leads`, {
    method: "POST",
    headers: { authorization: "Bearer knk_sandbox", "content-type": "application/json" },
    body: JSON.stringify({ firstName, uniqueCode }),
  });
  assert.equal(response.status, 201);
}
