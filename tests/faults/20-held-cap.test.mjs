// @ts-check
// As many suspects wait for a person as a form holds: further ones are told so and not stored, customers are served as ever, and
// where one has left another finds room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formsFile, outbox, send, submission, until } from "../edge/parts.mjs";
import { start } from "../edge/world.mjs";
import { release } from "./door.mjs";
import { Receipts } from "./receipts.mjs";

const HELD = 5;
const DAY = 86_400_000;
const suspect = (/** @type {object} */ fields = {}) =>
  submission({ fields: { firstName: "Bot", _hp: "x", ...fields } });

/** Sends suspects until one is refused; answers how many were taken. @param {string} edge */
async function fill(edge, suspects = suspect) {
  for (let taken = 0; ; taken++) {
    const response = await send(edge, suspects());
    if (response.status === 429) {
      assert.equal(/** @type {any} */ (await response.json()).error.code, "RATE_LIMITED");
      return taken;
    }
    assert.equal(response.status, 202);
    assert.ok(taken < 100, "there is a cap");
  }
}

const states = async (/** @type {string} */ edge) => (await outbox(edge, "rows")).rows.map(({ state }) => state);

test("20 at the cap of held rows suspects are refused, customers are delivered, and time makes room", async (t) => {
  const forms = formsFile({ limits: { perMinute: 100_000, held: HELD } });
  const world = await start(t, { edge: { timed: true, forms } });
  const receipts = new Receipts();

  assert.equal(await fill(world.edge), HELD);
  const known = suspect();
  for (let sent = 0; sent < 20; sent++) {
    assert.equal((await send(world.edge, known)).status, 429);
    await receipts.take(world.edge);
  }
  await receipts.prove(world);
  assert.deepEqual(
    (await states(world.edge)).filter((state) => state !== "delivered"),
    Array(HELD).fill("held"),
  );

  // Nobody looked at them for a month.
  for (let days = 0; days < 31; days++) {
    await outbox(world.edge, "clock", { advanceMs: DAY });
    await outbox(world.edge, "alarm");
  }
  await until(async () => !(await states(world.edge)).includes("held"), "the suspects to expire");
  assert.equal((await send(world.edge, known)).status, 202, "whoever was refused may come again");
  assert.equal(await fill(world.edge), HELD - 1);
  await receipts.take(world.edge);
  await receipts.prove(world);
});

test("20 a suspect that a person lets go makes room, and is delivered", async (t) => {
  const forms = formsFile({ limits: { perMinute: 100_000, held: HELD } });
  const world = await start(t, { edge: { forms, entry: "tests/faults/door-worker.mjs" } });
  const receipts = new Receipts();
  const customer = suspect();
  await receipts.take(world.edge, customer);
  assert.equal(await fill(world.edge), HELD - 1);

  await release(world.edge, customer.id);

  await receipts.prove(world);
  assert.equal(await fill(world.edge), 1);
  await receipts.prove(world);
});

test("20 at the cap of held bytes long suspects are refused, short ones as long as they fit", async (t) => {
  const forms = formsFile({ limits: { perMinute: 100_000, heldBytes: 6_000 } });
  const world = await start(t, { edge: { forms } });
  const receipts = new Receipts();

  assert.equal(await fill(world.edge, () => suspect({ message: "x".repeat(2_000) })), 2);
  assert.equal((await send(world.edge, suspect())).status, 202);
  await receipts.take(world.edge);
  await receipts.prove(world);
});
