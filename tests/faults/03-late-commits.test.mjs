// @ts-check
// Case 3: the API is slower than our patience. Inside the settle time, counted from when we stopped waiting, the lead is found; after
// it nobody can tell, so there is a twin, and the audit names it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { health, TOKEN } from "../edge/operator.mjs";
import { knob, leads, until } from "../edge/parts.mjs";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, begin, finished, pass, proof, rowOf, rows } from "./proof.mjs";

/** A request is waited for half of it. */
const SETTLE_SECONDS = 2;
const HOUR = 3_600_000;

/** @type {[string, object][]} */
const inTime = [
  ["3. committed, answer after our timeout: found by its code", { commit: "late", latencyMs: 1_500 }],
  [
    "3. committed after we gave up, inside the settle time: found by its code",
    { commit: "late", lateMs: 1_700, latencyMs: 1_900 },
  ],
];
for (const [name, times] of inTime) {
  test(name, async (t) => {
    const world = await begin(t, { edge: { settleSeconds: SETTLE_SECONDS } });
    await fault(world, { match: CREATE, answer: "status", status: 503, ...times });

    const receipt = await acknowledged(world);
    await proof(world, [receipt]);

    const [sent, ...repeats] = await requests(world, "leads.create");
    assert.deepEqual(repeats, []);
    const [looked] = await requests(world, "leads.list");
    const gaveUp = Date.parse(sent.at) + (SETTLE_SECONDS * 1000) / 2;
    assert.ok(Date.parse(looked.at) - gaveUp >= SETTLE_SECONDS * 1000 - 100, "not before the settle time was over");
  });
}

test("3. committed after the settle time: one twin, named by the audit until a person has merged it", async (t) => {
  const world = await begin(t, { edge: { settings: { ADMIN_TOKEN: TOKEN } } });
  await fault(world, { match: CREATE, answer: "cut", commit: "late", lateMs: HOUR });
  const receipt = await acknowledged(world);
  const other = await acknowledged(world);
  await finished(world);
  assert.equal((await leads(world.sandbox)).length, 2);

  await pass(world, HOUR);
  const twin = await until(async () => {
    const ours = (await leads(world.sandbox)).filter(({ uniqueCode }) => uniqueCode === receipt.uniqueCode);
    return ours.length === 2 && ours.find(({ seq }) => seq === Math.max(...ours.map(({ seq }) => seq)));
  }, "the late commit");
  const named = await until(async () => (await rowOf(world, receipt)).twins, "the audit to name it");

  assert.deepEqual(JSON.parse(named), [twin.id]);
  const red = await health(world.edge);
  assert.deepEqual([red.status, red.reasons.map((/** @type {{ code: string }} */ { code }) => code)], [503, ["TWINS"]]);
  assert.equal(red.twins[0].uniqueCode, receipt.uniqueCode);
  assert.ok(JSON.stringify(red.twins[0]).includes(twin.id));
  assert.equal((await rowOf(world, receipt)).state, "delivered");
  assert.equal((await rowOf(world, other)).twins, null, "a row that was never in doubt has none");
  assert.match(world.part.log, new RegExp(`"event":"twins","form":"promo","uniqueCode":"${receipt.uniqueCode}"`));

  // A person merges the two, and the next audit, a day later, finds one lead.
  await knob(world.sandbox, `leads/${twin.id}`, undefined, "DELETE");
  await pass(world, 24 * HOUR);
  await until(async () => (await rowOf(world, receipt)).twins === null, "the audit to see it");
  assert.equal((await health(world.edge)).status, 200);
  assert.equal((await acknowledged(world, receipt.sent)).uniqueCode, receipt.uniqueCode);
  assert.equal((await rows(world)).length, 2);
  const committed = (await requests(world, "leads.create")).filter((request) => request.committed);
  assert.equal(committed.length, 3, "one twin, and no more");
});
