// @ts-check
// Case 10: rows that the API trips over, whatever is tried, while 100 good ones stand behind them. Only a refusal in the API's own
// words parks a row; the others wait, and the good ones do not wait for them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { folder, startEdge, startSandbox, until } from "../edge/parts.mjs";
import { CREATE, fault, requests, start } from "../edge/world.mjs";
import { setAttempts } from "./door.mjs";
import { acknowledged, from, proof, recovered, ring, rowOf, rows, untilState } from "./proof.mjs";
import { trippingApi } from "./proxy.mjs";

const GOOD = 100;
const MINUTE = 60_000;
const BROKEN = { status: 500, code: "INTERNAL_ERROR" };

/** @typedef {import("./proof.mjs").World} World */
/** @typedef {import("./proof.mjs").Receipt} Receipt */
/** @typedef {Parameters<typeof trippingApi>[2]} Plans */

/** A world whose API trips. @param {import("node:test").TestContext} t @param {Plans} plans */
async function tripping(t, plans) {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const persist = folder(t);
  const edge = await startEdge({ persist, api: await trippingApi(t, sandbox.address, plans), timed: true });
  t.after(() => edge.stop());
  return { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
}
/** @param {World} world @param {Receipt[]} receipts */
async function areDelivered(world, receipts) {
  const done = (await rows(world)).filter(({ state }) => state === "delivered").map(({ unique_code }) => unique_code);
  return receipts.every(({ uniqueCode }) => done.includes(uniqueCode));
}

test("10. a row that is always refused, one that always fails, one that cannot be looked up and one with an odd refusal among 100 good ones", async (t) => {
  /** @type {Plans} */
  const plans = {
    Refused: { create: { status: 400, code: "VALIDATION_ERROR", details: { firstName: "Not this one" } } },
    Failing: { create: BROKEN },
    Unfindable: { create: "cut", list: BROKEN },
    Odd: { create: { status: 422, code: "UNPROCESSABLE" } },
  };
  const world = await tripping(t, plans);

  // The poisoned ones are the oldest, and oldest goes first.
  const refused = await acknowledged(world, from("Refused"));
  const failing = await acknowledged(world, from("Failing"));
  const unfindable = await acknowledged(world, from("Unfindable"));
  const odd = await acknowledged(world, from("Odd"));
  /** @type {Receipt[]} */
  const good = [];
  for (let sent = 0; sent < GOOD; sent++) good.push(await acknowledged(world, from("Andi")));

  await until(() => areDelivered(world, good), "the good ones to be delivered", 60);
  assert.equal((await rowOf(world, refused)).state, "parked");
  for (const waiting of [failing, unfindable, odd]) {
    const { state, lead } = await rowOf(world, waiting);
    assert.ok(["accepted", "sending", "unknown"].includes(state), state);
    assert.match(lead, /firstName/);
  }
  assert.equal((await rowOf(world, unfindable)).attempts, 1, "a look-up that fails never permits a repeat");

  // Whatever the API tripped over is repaired.
  delete plans.Failing;
  delete plans.Unfindable;
  delete plans.Odd;
  await proof(world, [...good, failing, unfindable, odd], { parked: [refused], seconds: 60 });
  const sent = (await requests(world, "leads.create")).filter(({ uniqueCode }) => uniqueCode === unfindable.uniqueCode);
  assert.equal(sent.length, 1);
});

test("10. a row that cannot be looked up does not hold the others back after an outage", async (t) => {
  /** @type {Plans} */
  const plans = { Unfindable: { create: "cut", list: BROKEN } };
  const world = await tripping(t, plans);
  const unfindable = await acknowledged(world, from("Unfindable"));
  await untilState(world, unfindable, "unknown");
  plans.Everybody = { create: BROKEN, list: BROKEN };
  /** @type {Receipt[]} */
  const good = [];
  for (let sent = 0; sent < 10; sent++) good.push(await acknowledged(world, from("Andi")));
  // Long enough that the outbox only probes.
  for (let minutes = 0; minutes < 240; minutes += 15) await ring(world, 15 * MINUTE);

  delete plans.Everybody;
  for (let minutes = 0; minutes < 60; minutes += 15) await ring(world, 15 * MINUTE);

  await until(() => areDelivered(world, good), "the good ones to be delivered");
  delete plans.Unfindable;
  await recovered(world);
  await proof(world, [...good, unfindable]);
});

test("10. rows that the core itself trips over are put aside one by one, and the others go on at once", async (t) => {
  const world = await start(t, { edge: { entry: "tests/faults/door-worker.mjs" } });
  await fault(world, { match: CREATE, answer: "status", status: 429, retryAfter: "3" });
  /** @type {Receipt[]} */
  const receipts = [];
  for (let sent = 0; sent < 8; sent++) receipts.push(await acknowledged(world));
  const [spoilt, good] = [receipts.slice(0, 3), receipts.slice(3)];
  for (const { sent } of spoilt) await setAttempts(world.edge, sent.id, -1);

  const waited = Date.now();
  await until(() => areDelivered(world, good), "the good ones to be delivered", 60);
  assert.ok(Date.now() - waited < 10_000, "no pause for each of the others");
  for (const receipt of spoilt) assert.equal((await rowOf(world, receipt)).reason, "INTERNAL");

  for (const { sent } of spoilt) await setAttempts(world.edge, sent.id, 0);
  await ring(world, 15 * MINUTE);
  await proof(world, receipts);
});
