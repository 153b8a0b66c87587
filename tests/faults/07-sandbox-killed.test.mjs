// @ts-check
// Case 7: the power of the API fails while requests of ours are held in it, before they are carried out, after, and during the look-up.
// What it had committed is in its file; what it had not is gone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folder, freePort, leads, startEdge, startSandbox, until, untilLeads } from "../edge/parts.mjs";
import { CREATE, fault, LIST, requests } from "../edge/world.mjs";
import { acknowledged, finished, proof } from "./proof.mjs";

const HELD = 3;
const FOR_EVER = 3_600_000;

test("7. kill -9 of the API before and after the commit, and during the look-up", async (t) => {
  const sandboxArgs = ["--port", String(await freePort()), "--db", join(folder(t), "leads.db")];
  const persist = folder(t);
  let sandbox = await startSandbox(...sandboxArgs);
  t.after(() => sandbox.stop());
  const edge = await startEdge({ persist, api: sandbox.address, settleSeconds: 4, timed: true });
  t.after(() => edge.stop());
  const world = { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
  /** @type {import("./proof.mjs").Receipt[]} */
  const receipts = [];
  // After some successes several requests may be on their way at once.
  for (let sent = 0; sent < HELD; sent++) receipts.push(await acknowledged(world));
  await finished(world);

  async function receive() {
    const some = [];
    for (let sent = 0; sent < HELD; sent++) some.push(await acknowledged(world));
    receipts.push(...some);
    return some.map(({ uniqueCode }) => uniqueCode);
  }
  async function powerCut() {
    await sandbox.crash();
    sandbox = await startSandbox(...sandboxArgs);
  }
  const pending = async (/** @type {string} */ operation, /** @type {number} */ count) =>
    until(
      async () => (await requests(world, operation)).filter(({ outcome }) => outcome !== "answered").length === count,
      `${count} requests to be held`,
    );
  const created = async (/** @type {string[]} */ codes) =>
    (await requests(world, "leads.create")).filter(({ uniqueCode }) => codes.includes(uniqueCode)).length;

  await t.test("7. before the commit: looked up, not found, sent again", async () => {
    const before = (await leads(world.sandbox)).length;
    await fault(world, { match: CREATE, latencyMs: FOR_EVER, times: HELD });
    const codes = await receive();
    await pending("leads.create", HELD);

    await powerCut();

    assert.equal((await leads(world.sandbox)).length, before);
    await proof(world, receipts);
    assert.equal(await created(codes), HELD);
  });

  await t.test("7. after the commit: looked up, found, not sent again", async () => {
    const before = (await leads(world.sandbox)).length;
    await fault(world, { match: CREATE, answer: "hang", commit: "yes", times: HELD });
    const codes = await receive();
    await untilLeads(world.sandbox, (all) => all.length === before + HELD, "the commits");
    await pending("leads.create", HELD);

    await powerCut();

    await proof(world, receipts);
    assert.equal(await created(codes), 0);
    assert.ok((await requests(world, "leads.list")).length > 0);
  });

  await t.test("7. during the look-up: looked up again, found, not sent again", async () => {
    await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
    await fault(world, { match: LIST, answer: "hang" });
    const [code = ""] = await receive();
    await pending("leads.list", 1);

    await powerCut();

    await proof(world, receipts);
    assert.equal(await created([code]), 0);
  });
});
