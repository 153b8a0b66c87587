// @ts-check
// The power of the edge, Node and its workerd, fails at each step of a submission. Whoever has no receipt sends again; whoever has
// one is one lead, also when the API carries out after the restart what was sent before it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { folder, freePort, knob, leads, send, startEdge, startSandbox, submission, until } from "../edge/parts.mjs";
import { CREATE, LIST } from "../edge/world.mjs";
import { Receipts } from "./receipts.mjs";

const SETTLE_SECONDS = 3;

/** @param {import("node:test").TestContext} t */
async function start(t) {
  const sandbox = await startSandbox("--port", "0");
  const persist = folder(t);
  const port = await freePort();
  const world = { sandbox: sandbox.address, edge: `http://127.0.0.1:${port}`, part: sandbox };
  /** @param {string} [stall] */
  async function edgeUp(stall = "") {
    world.part = await startEdge({
      persist,
      api: sandbox.address,
      port,
      settleSeconds: SETTLE_SECONDS,
      settings: { STALL: stall },
      entry: "tests/faults/stalling.mjs",
    });
    return world.part;
  }
  t.after(async () => {
    await world.part.stop();
    await sandbox.stop();
  });
  return { world, edgeUp };
}

/** Cuts the power of the edge. @param {import("../edge/parts.mjs").Part} edge */
async function cut(edge) {
  assert.ok((await edge.crash()) >= 2, "Node and its workerd");
}

const said = (/** @type {import("../edge/parts.mjs").Part} */ edge, /** @type {string} */ words) =>
  until(() => edge.log.includes(words), `the log to say ${words}`);

/** Requests of a kind that the sandbox has got. @param {string} sandbox @param {string} operation */
async function asked(sandbox, operation) {
  const { requests } = await knob(sandbox, "requests");
  return /** @type {any[]} */ (requests).filter((request) => request.operation === operation);
}

for (const moment of ["before the row", "before the row is on disk", "after the row, before the receipt"]) {
  test(`06 a power cut ${moment}: nobody had a receipt, the visitor sends again, and it is one lead`, async (t) => {
    const { world, edgeUp } = await start(t);
    const receipts = new Receipts();
    const edge = await edgeUp(moment);
    let answered = 0;
    const sent = submission();
    const first = send(world.edge, sent).then(
      () => answered++,
      () => {},
    );

    await said(edge, `stalls ${moment}`);
    await cut(edge);
    await first;
    await edgeUp();

    assert.equal(answered, 0);
    await receipts.insist(world.edge, sent);
    await receipts.prove(world);
  });
}

for (const moment of ["as the alarm rings", "after it is marked as being sent", "after the API's 201"]) {
  test(`06 a power cut ${moment}: the outbox goes on by itself, and it is one lead`, async (t) => {
    const { world, edgeUp } = await start(t);
    const receipts = new Receipts();
    const edge = await edgeUp(moment);
    await receipts.take(world.edge);

    await said(edge, `stalls ${moment}`);
    await cut(edge);
    const arrived = (await leads(world.sandbox)).length;
    const again = await edgeUp();

    // Without another request.
    await said(again, '"event":"delivered"');
    assert.equal(arrived, moment === "after the API's 201" ? 1 : 0);
    await receipts.prove(world);
  });
}

test("06 the API carries out after the restart what was sent before it, within the settle time", async (t) => {
  const { world, edgeUp } = await start(t);
  const receipts = new Receipts();
  const edge = await edgeUp();
  // Its clock stands still until the edge is up again.
  await knob(world.sandbox, "clock", { frozen: true });
  await knob(world.sandbox, "faults", { match: CREATE, answer: "hang", commit: "late", lateMs: 1_000 });
  await receipts.take(world.edge);
  await until(async () => (await asked(world.sandbox, "leads.create")).length === 1, "the POST");

  await cut(edge);
  const again = await edgeUp();
  await said(again, '"sending":1');
  const restarted = Date.now();
  await until(() => Date.now() - restarted > 1_000, "a part of the settle time to pass");
  assert.equal((await leads(world.sandbox)).length, 0);
  await knob(world.sandbox, "clock", { advanceMs: 1_000 });

  await said(again, '"event":"delivered"');
  assert.equal((await asked(world.sandbox, "leads.create")).length, 1);
  await receipts.prove(world);
});

test("06 a power cut while the lead is looked up", async (t) => {
  const { world, edgeUp } = await start(t);
  const receipts = new Receipts();
  const edge = await edgeUp();
  await knob(world.sandbox, "faults", { match: CREATE, answer: "cut", commit: "yes" });
  await knob(world.sandbox, "faults", { match: LIST, answer: "hang" });
  await receipts.take(world.edge);
  await until(async () => (await asked(world.sandbox, "leads.list")).length === 1, "the look-up");

  await cut(edge);
  const again = await edgeUp();

  await said(again, '"event":"delivered"');
  assert.equal((await asked(world.sandbox, "leads.create")).length, 1);
  await receipts.prove(world);
});
