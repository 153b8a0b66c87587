// @ts-check
// Case 4: a 429 holds the outbox for as long as it asks, but never for longer than a quarter of an hour; what it asks for and nobody
// can read asks for nothing. The outbox's clock is set, so nobody waits.

import assert from "node:assert/strict";
import { test } from "node:test";
import { knob, until } from "../edge/parts.mjs";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, begin, proof, ring, rowOf, rows } from "./proof.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** What a busy machine needs for a few requests. */
const SLACK = 10 * SECOND;

/** @typedef {import("./proof.mjs").World} World */
/** @typedef {import("./proof.mjs").Receipt} Receipt */

/** Sends two, of which the first is answered 429; answers once the outbox knows. @param {World} world @param {string} retryAfter */
async function refused(world, retryAfter) {
  await fault(world, { match: CREATE, answer: "status", status: 429, retryAfter });
  const first = await acknowledged(world);
  await until(async () => {
    const { state, attempts } = await rowOf(world, first);
    return attempts > 0 && state !== "sending";
  }, "the first to be answered");
  return [first, await acknowledged(world)];
}

const sent = async (/** @type {World} */ world) => (await requests(world, "leads.create")).length;
const seconds = () => String(120);
const date = (/** @type {number} */ now) => new Date(now + 120 * SECOND).toUTCString();

/** @type {[string, (now: number) => string, number][]} */
const asked = [
  ["seconds", seconds, 2 * MINUTE],
  ["an HTTP date", date, 2 * MINUTE],
  ["10^9", () => "1000000000", 15 * MINUTE],
  ["10^30", () => `1${"0".repeat(30)}`, 15 * MINUTE],
  ["a date in 2099", () => "Wed, 21 Oct 2099 07:28:00 GMT", 15 * MINUTE],
];

test("4. 429 with any Retry-After: the outbox waits, its rows are neither parked nor lost", async (t) => {
  // Long enough that no request is given up on a busy machine.
  const world = await begin(t, { edge: { settleSeconds: 20 } });
  /** @type {Receipt[]} */
  const receipts = [];

  for (const [name, header, wait] of asked) {
    await t.test(`4. 429 with ${name}: waits for ${wait / MINUTE} minutes`, async () => {
      const { now } = await knob(world.sandbox, "clock");
      const pair = await refused(world, header(Date.parse(now)));
      receipts.push(...pair);
      const before = await sent(world);

      await ring(world, wait - 2 * SLACK);
      assert.equal(await sent(world), before, "nothing is sent while it waits");
      for (const receipt of pair) assert.equal((await rowOf(world, receipt)).state, "accepted");

      await ring(world, 2 * SLACK);
      await proof(world, receipts);
    });
  }

  for (const header of ["-5", "soon", "1.5", "0", "Wed, 21 Oct 2015 07:28:00 GMT"]) {
    await t.test(`4. 429 with Retry-After: ${header}: waits no longer than after any failure`, async () => {
      const before = (await rows(world)).length;

      receipts.push(...(await refused(world, header)));

      assert.equal((await rows(world)).length, before + 2);
      await ring(world, SECOND);
      await proof(world, receipts);
    });
  }

  assert.ok(!world.part.log.includes('"parked"'));
});
