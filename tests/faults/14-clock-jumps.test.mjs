// @ts-check
// Case 14: somebody sets the clock of the edge a year ahead and back, and a year back and ahead, while rows stand in every state.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folder, freePort, startEdge, startSandbox } from "../edge/parts.mjs";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, finished, from, proof, recovered, ring, rows, untilState } from "./proof.mjs";

const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

/** @type {[string, number[]][]} */
const journeys = [
  ["a year ahead and back", [YEAR, -YEAR]],
  ["a year back and ahead", [-YEAR, YEAR]],
  ["back and forth, and it stays ahead", [-YEAR, YEAR, YEAR]],
  ["back and forth, and it stays back", [YEAR, -YEAR, -YEAR]],
];

for (const [name, jumps] of journeys) {
  test(`14. the clock goes ${name} while rows wait in every state: all delivered, nothing erased`, async (t) => {
    // Given a row delivered, one whose POST was carried out and cut, and some that were never sent, since the API went away.
    const sandboxArgs = ["--port", String(await freePort()), "--db", join(folder(t), "leads.db")];
    const persist = folder(t);
    let sandbox = await startSandbox(...sandboxArgs);
    t.after(() => sandbox.stop());
    const edge = await startEdge({ persist, api: sandbox.address, settleSeconds: 60, timed: true });
    t.after(() => edge.stop());
    const world = { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
    const receipts = [await acknowledged(world, from("Delivered"))];
    await finished(world);
    await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
    const doubtful = await acknowledged(world, from("Doubtful"));
    await untilState(world, doubtful, "unknown");
    await sandbox.stop();
    receipts.push(doubtful);
    for (let sent = 0; sent < 4; sent++) receipts.push(await acknowledged(world, from("Waiting")));
    const states = (await rows(world)).map(({ state }) => state);
    assert.ok(
      ["accepted", "unknown", "delivered"].every((state) => states.includes(state)),
      states.join(),
    );

    // When the clock jumps, and somebody sends in every year.
    for (const jump of jumps) {
      await ring(world, jump);
      assert.ok(
        (await rows(world)).every(({ lead }) => lead !== null),
        "nothing is erased",
      );
      for (const { sent, uniqueCode } of receipts) {
        assert.equal((await acknowledged(world, sent)).uniqueCode, uniqueCode);
      }
      receipts.push(await acknowledged(world, from("Travelling")));
    }

    // Then the API comes back, and everything is delivered in whatever year it is.
    sandbox = await startSandbox(...sandboxArgs);
    await recovered(world);
    await proof(world, receipts);
    assert.ok(
      (await rows(world)).every(({ lead }) => lead !== null),
      "nothing is erased",
    );
    const again = (await requests(world, "leads.create")).filter(
      ({ uniqueCode }) => uniqueCode === doubtful.uniqueCode,
    );
    assert.deepEqual(again, [], "what was in doubt was looked up");
  });
}
