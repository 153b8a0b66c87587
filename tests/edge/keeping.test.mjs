// @ts-check
// How long what is kept: personal data leaves first, the receipt later, and nothing that waits to be delivered has an age. The
// outbox runs on a clock that is set, day by day.

import assert from "node:assert/strict";
import { test } from "node:test";
import { outbox, send, submission, until } from "./parts.mjs";
import { CREATE, delivered, fault, receive, start } from "./world.mjs";

const DAY = 86_400_000;
const bot = () => submission({ fields: { firstName: "Bot", _hp: "x" } });

/** Lets days pass one by one, as they do, and answers the rows. @param {string} edge @param {number} days */
async function pass(edge, days) {
  let rows = (await outbox(edge, "rows")).rows;
  for (let left = days; left > 0; left--) {
    await outbox(edge, "clock", { advanceMs: DAY });
    rows = (await outbox(edge, "alarm")).rows;
  }
  return rows;
}

test("a delivered submission loses its personal data after 7 days and its receipt after 60", async (t) => {
  const world = await start(t, { edge: { timed: true } });
  const sent = submission();
  const code = await receive(world, sent);
  await delivered(world, code);

  const [fresh] = await pass(world.edge, 6);
  assert.match(fresh?.lead, /Andi/);
  const [week] = await pass(world.edge, 2);
  assert.equal(week?.lead, null);
  assert.ok(!JSON.stringify(week).includes("81234567890"));

  // The receipt is the same, also for a browser that comes back after a month.
  await pass(world.edge, 24);
  const again = await send(world.edge, sent);
  assert.equal(/** @type {any} */ (await again.json()).data.uniqueCode, code);
  assert.equal((await send(world.edge, { ...sent, fields: { firstName: "Other" } })).status, 409);

  assert.equal((await pass(world.edge, 26)).length, 1);
  await until(async () => (await pass(world.edge, 1)).length === 0, "the receipt to be removed", 60);
});

test("a held submission is kept for 30 days and a parked one for 90, then their receipts alone", async (t) => {
  const world = await start(t, { edge: { timed: true } });
  await fault(world, { match: CREATE, answer: "status", status: 400, code: "VALIDATION_ERROR" });
  await receive(world);
  await until(() => world.part.log.includes('"event":"parked"'), "the row to be parked");
  await receive(world, bot());
  const states = (/** @type {Record<string, any>[]} */ rows) => rows.map(({ state, reason }) => `${state} ${reason}`);

  const [, early] = await pass(world.edge, 29);
  assert.deepEqual([early?.state, early?.lead.includes("Bot")], ["held", true]);
  assert.deepEqual(states(await pass(world.edge, 2)), ["parked VALIDATION_ERROR", "rejected EXPIRED"]);
  const [late] = await pass(world.edge, 58);
  assert.match(late?.lead, /Andi/);
  const gone = await pass(world.edge, 2);
  assert.equal(gone[0]?.lead, null);
  assert.equal(gone[0]?.state, "rejected");
});

test("a clock that jumps removes nothing", async (t) => {
  const world = await start(t, { edge: { timed: true } });
  await receive(world, bot());
  const sent = submission();
  const code = await receive(world, sent);
  await delivered(world, code);

  for (const days of [365, -365, -365, 365]) {
    await outbox(world.edge, "clock", { advanceMs: days * DAY });
    await outbox(world.edge, "alarm");
  }

  const { rows } = await outbox(world.edge, "rows");
  assert.deepEqual(
    rows.map(({ state, lead }) => [state, lead !== null]),
    [
      ["held", true],
      ["delivered", true],
    ],
  );
  assert.equal(await receive(world, sent), code);
});
