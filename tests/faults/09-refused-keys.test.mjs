// @ts-check
// Case 9: trouble that is no submission's own and lasts: a key that was revoked, a firewall's page, a plan's daily limit. It stops
// the outbox, parks nothing, and all is delivered when it is over.

import assert from "node:assert/strict";
import { test } from "node:test";
import { knob, leads, startEdge, until, untilLeads } from "../edge/parts.mjs";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, begin, finished, pass, proof, recovered, ring, rows, untilState } from "./proof.mjs";

const PROBE = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

/** @typedef {import("./proof.mjs").World} World */

/** Nothing but waiting for some hours, on the outbox's clock. @param {World} world @param {number} done how many are delivered */
async function waits(world, done) {
  const before = (await requests(world, "leads.create")).length + (await requests(world, "leads.list")).length;
  const probes = 12;
  for (let probe = 0; probe < probes; probe++) await ring(world, PROBE);

  const kept = await rows(world);
  assert.equal(kept.filter(({ state }) => state === "delivered").length, done);
  for (const { state, lead } of kept) {
    assert.ok(["accepted", "sending", "unknown", "delivered"].includes(state), state);
    assert.ok(lead, "its personal data is there");
  }
  const after = (await requests(world, "leads.create")).length + (await requests(world, "leads.list")).length;
  assert.ok(after - before >= probes / 2, `${after - before} probes in three hours`);
  assert.ok(after - before <= 3 * probes, `${after - before} requests in three hours`);
}

test("9. the key is revoked and replaced: all is delivered with the new one", async (t) => {
  const world = await begin(t);
  const receipts = [await acknowledged(world)];
  await finished(world);
  await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
  const doubtful = await acknowledged(world);
  await untilState(world, doubtful, "unknown");
  await knob(world.sandbox, "keys/revoke", { key: "knk_sandbox" });
  receipts.push(doubtful, await acknowledged(world), await acknowledged(world));
  await waits(world, 1);

  await knob(world.sandbox, "keys", { key: "knk_replaced" });
  await world.part.stop();
  const settings = { KONEKTOR_API_KEY: "knk_replaced" };
  const edge = await startEdge({ persist: world.persist, api: world.sandbox, timed: true, settings });
  t.after(() => edge.stop());

  const replaced = { ...world, edge: edge.address, part: edge };
  await recovered(replaced);
  await proof(replaced, receipts);
  const sent = (await requests(world, "leads.create")).filter(({ uniqueCode }) => uniqueCode === doubtful.uniqueCode);
  assert.equal(sent.length, 1, "what was in doubt was looked up with the new key");
});

test("9. a firewall's 403 page before everything: all is delivered when it is gone", async (t) => {
  const world = await begin(t);
  const receipts = [await acknowledged(world)];
  await finished(world);
  const { id } = await fault(world, { answer: "html", status: 403, times: null });
  for (let sent = 0; sent < 3; sent++) receipts.push(await acknowledged(world));
  await waits(world, 1);

  await knob(world.sandbox, `faults/${id}`, undefined, "DELETE");

  await recovered(world);
  await proof(world, receipts);
});

for (const leadsPerDayStatus of [403, 429]) {
  test(`9. the daily limit until tomorrow, told by a ${leadsPerDayStatus}: delivered from tomorrow on`, async (t) => {
    // Long enough that no request is given up on a busy machine: the clock is set while some are on their way.
    const world = await begin(t, { edge: { settleSeconds: 20 } });
    // At noon, since a day begins at midnight.
    await knob(world.sandbox, "clock", { set: "2031-05-15T05:00:00.000Z" });
    await knob(world.sandbox, "settings", { leadsPerDay: 2, leadsPerDayStatus }, "PATCH");
    const receipts = [];
    for (let sent = 0; sent < 5; sent++) receipts.push(await acknowledged(world));
    await untilLeads(world.sandbox, (all) => all.length === 2, "today's leads");
    await waits(world, 2);

    await pass(world, DAY);
    await until(async () => {
      await ring(world, PROBE);
      return (await leads(world.sandbox)).length === 4;
    }, "tomorrow's leads");
    await waits(world, 4);

    await pass(world, DAY);
    await recovered(world);
    await proof(world, receipts);
  });
}
