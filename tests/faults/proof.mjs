// @ts-check
// What every case ends with, the promise itself: each receipt is one lead and nothing else is there; the same submission sent again
// has the same receipt and makes no lead; and the sandbox's own log has no code that was created twice.

import assert from "node:assert/strict";
import { knob, leads, outbox, send, submission, until } from "../edge/parts.mjs";
import { requests, start } from "../edge/world.mjs";

/** @typedef {import("../edge/world.mjs").World} World */
/** @typedef {{ sent: ReturnType<typeof submission>, uniqueCode: string }} Receipt */

/** A sandbox that helps least, and an edge whose clock can be set. @param {import("node:test").TestContext} t */
export function begin(t, { sandbox = /** @type {string[]} */ ([]), edge = {} } = {}) {
  return start(t, { sandbox, edge: { timed: true, ...edge } });
}

/** Sends one and keeps its receipt. @param {{ edge: string }} world @returns {Promise<Receipt>} */
export async function acknowledged({ edge }, sent = submission()) {
  const response = await send(edge, sent);
  const answer = /** @type {any} */ (await response.json());
  assert.equal(response.status, 202, JSON.stringify(answer));
  return { sent, uniqueCode: answer.data.uniqueCode };
}

/** A submission of somebody with this name. */
export const from = (/** @type {string} */ firstName) => submission({ fields: { firstName, phone: "0812-3456-7890" } });

/** What the outbox has on disk. @param {{ edge: string }} world */
export const rows = async ({ edge }) => (await outbox(edge, "rows")).rows;

/** The row of a receipt. @param {{ edge: string }} world @param {Receipt} receipt */
export async function rowOf(world, { uniqueCode }) {
  const row = (await rows(world)).find((row) => row.unique_code === uniqueCode);
  assert.ok(row, `the row of ${uniqueCode}`);
  return row;
}

/** Waits for the row of a receipt. @param {{ edge: string }} world @param {Receipt} receipt @param {string} state */
export const untilState = (world, receipt, state) =>
  until(async () => (await rowOf(world, receipt)).state === state, `${receipt.uniqueCode} to be ${state}`);

/** Time passes for the outbox and its API alike. @param {World} world @param {number} advanceMs */
export async function pass(world, advanceMs) {
  await knob(world.sandbox, "clock", { advanceMs });
  await outbox(world.edge, "clock", { advanceMs });
}

/** Time passes for the outbox alone, and what is due then is done; answers the time and the rows. @param {{ edge: string }} world @param {number} advanceMs */
export async function ring({ edge }, advanceMs) {
  await outbox(edge, "clock", { advanceMs });
  return outbox(edge, "alarm");
}

const isFinished = (/** @type {Record<string, any>} */ { state }) =>
  !["accepted", "sending", "unknown"].includes(state);

/** Waits until no row is left that the outbox would still do something for. @param {World} world @param {number} [seconds] */
export const finished = (world, seconds) =>
  until(async () => (await rows(world)).every(isFinished), "every row to be finished", seconds);

/** After the trouble is over: lets the outbox probe until it has finished. One probe may have met the trouble still. @param {World} world */
export const recovered = (world) =>
  until(async () => (await ring(world, 15 * 60_000)).rows.every(isFinished), "the outbox to recover");

/**
 * Waits for the outbox to finish, and proves the promise.
 *
 * @param {World} world @param {Receipt[]} receipts
 * @param {{ parked?: Receipt[], seconds?: number }} [options] `parked` are receipts besides that wait for a person
 */
export async function proof(world, receipts, { parked = [], seconds } = {}) {
  await finished(world, seconds);
  const kept = await rows(world);
  const codes = (/** @type {Receipt[]} */ some) => some.map(({ uniqueCode }) => uniqueCode).sort();
  const inState = (/** @type {string} */ wanted) =>
    kept.filter(({ state }) => state === wanted).map(({ unique_code }) => unique_code);
  assert.deepEqual(inState("delivered").sort(), codes(receipts), "acknowledged = delivered");
  assert.deepEqual(inState("parked").sort(), codes(parked), "nothing else is parked");
  assert.equal(kept.length, receipts.length + parked.length, "a row for each receipt");

  for (const { sent, uniqueCode } of [...receipts, ...parked]) {
    assert.equal((await acknowledged(world, sent)).uniqueCode, uniqueCode, "the same receipt again");
  }
  // A lead comes from a row, so without a new row there will be no new lead.
  assert.equal((await rows(world)).length, kept.length, "no new row");

  const all = await leads(world.sandbox);
  assert.deepEqual(
    all.map(({ uniqueCode, externalRef }) => `${uniqueCode} ${externalRef}`).sort(),
    receipts.map(({ sent, uniqueCode }) => `${uniqueCode} kf_${sent.id}`).sort(),
    "acknowledged = leads",
  );
  const committed = (await requests(world, "leads.create")).filter((request) => request.committed);
  const created = committed.map((request) => request.uniqueCode);
  assert.equal(new Set(created).size, created.length, "no code was created twice");
}
