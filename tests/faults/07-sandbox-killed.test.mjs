// @ts-check
// Case 7: the power of the API fails while requests of ours are held in it, before they are carried out, after, and during the look-up.
// What it had committed is in its file; what it had not is gone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folder, freePort, leads, startEdge, startSandbox, until, untilLeads } from "../edge/parts.mjs";
import { CREATE, fault, LIST, requests } from "../edge/world.mjs";
import { acknowledged, proof, ring, untilState } from "./proof.mjs";

const FOR_EVER = 3_600_000;
const SETTLE = 6_000;

/** @typedef {import("./proof.mjs").Receipt} Receipt */

test("7. kill -9 of the API before and after the commit, and during the look-up", async (t) => {
  const sandboxArgs = ["--port", String(await freePort()), "--db", join(folder(t), "leads.db")];
  const persist = folder(t);
  let sandbox = await startSandbox(...sandboxArgs);
  t.after(() => sandbox.stop());
  // A request is waited for half of it: the power has to fail before.
  const edge = await startEdge({ persist, api: sandbox.address, settleSeconds: SETTLE / 1000, timed: true });
  t.after(() => edge.stop());
  const world = { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
  /** @type {Receipt[]} */
  const receipts = [];

  async function receive() {
    const receipt = await acknowledged(world);
    receipts.push(receipt);
    return receipt;
  }
  const held = (/** @type {string} */ operation) =>
    until(
      async () => (await requests(world, operation)).some(({ outcome }) => outcome === "pending" || outcome === "hung"),
      "the request to be held",
    );
  /** The edge sees its connection end, and does not give up first. @param {Receipt} receipt @param {string} effect */
  async function powerCut({ uniqueCode }, effect) {
    await sandbox.crash();
    const sign = new RegExp(`"${uniqueCode}","effect":"${effect}","attempts":1,"reason":"CONNECTION_ERROR"`);
    await until(() => sign.test(edge.log), "the edge to notice");
    sandbox = await startSandbox(...sandboxArgs);
  }
  const created = async (/** @type {Receipt} */ receipt) =>
    (await requests(world, "leads.create")).filter(({ uniqueCode }) => uniqueCode === receipt.uniqueCode).length;

  await t.test("7. before the commit: looked up, not found, sent again", async () => {
    await fault(world, { match: CREATE, latencyMs: FOR_EVER });
    const receipt = await receive();
    await held("leads.create");

    await powerCut(receipt, "post");

    assert.deepEqual(await leads(world.sandbox), []);
    // One that comes meanwhile.
    await receive();
    await ring(world, SETTLE);
    await proof(world, receipts);
    assert.equal(await created(receipt), 1);
    assert.equal((await requests(world, "leads.list")).length, 1);
  });

  await t.test("7. after the commit: looked up, found, not sent again", async () => {
    const before = (await leads(world.sandbox)).length;
    await fault(world, { match: CREATE, answer: "hang", commit: "yes" });
    const receipt = await receive();
    await untilLeads(world.sandbox, (all) => all.length === before + 1, "the commit");

    await powerCut(receipt, "post");

    await receive();
    await ring(world, SETTLE);
    await proof(world, receipts);
    assert.equal(await created(receipt), 0);
    assert.equal((await requests(world, "leads.list")).length, 1);
  });

  await t.test("7. during the look-up: looked up again, found, not sent again", async () => {
    await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
    await fault(world, { match: LIST, answer: "hang" });
    const receipt = await receive();
    await untilState(world, receipt, "unknown");
    await ring(world, SETTLE);
    await held("leads.list");

    await powerCut(receipt, "lookUp");

    await ring(world, SETTLE);
    await proof(world, receipts);
    assert.equal(await created(receipt), 0);
    assert.ok((await requests(world, "leads.list")).length > 0);
  });
});
