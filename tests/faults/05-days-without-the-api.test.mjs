// @ts-check
// Case 5: nothing listens where the API was, for nine days, which is longer than personal data of delivered submissions is kept. The
// days pass on the outbox's clock, a little more than a quarter of an hour at a time.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folder, freePort, startEdge, startSandbox } from "../edge/parts.mjs";
import { acknowledged, finished, from, proof, recovered, ring, rows } from "./proof.mjs";

const PROBE = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
const DAYS = 9;
/** The machine's own time passes, too: the next probe is due a moment later than a quarter of an hour after the last one began. */
const STEP = PROBE + 1000;
const SLACK = 20_000;

test("5. the API down for days: probed each quarter of an hour, everything kept, and delivered afterwards", async (t) => {
  const sandboxArgs = ["--port", String(await freePort()), "--db", join(folder(t), "leads.db")];
  const persist = folder(t);
  let sandbox = await startSandbox(...sandboxArgs);
  t.after(() => sandbox.stop());
  const edge = await startEdge({ persist, api: sandbox.address, timed: true });
  t.after(() => edge.stop());
  const world = { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
  const receipts = [await acknowledged(world, from("Early"))];
  await finished(world);
  await sandbox.stop();

  for (let day = 0; day < DAYS; day++) {
    receipts.push(await acknowledged(world, from("Waiting")), await acknowledged(world, from("Waiting")));
    for (let passed = 0; passed < DAY; passed += STEP) {
      const { now, rows } = await ring(world, STEP);
      const tried = rows.filter(({ state, attempts }) => state !== "delivered" && attempts > 0);
      const latest = Math.max(...tried.map(({ changed_at }) => changed_at));
      assert.ok(
        now - latest <= PROBE + SLACK,
        `nothing was tried for ${(now - latest) / 60_000} minutes on day ${day}`,
      );
    }
  }
  const [early, ...waiting] = await rows(world);
  assert.equal(early?.lead, null, "what was delivered has lost its personal data");
  assert.equal(waiting.length, 2 * DAYS);
  for (const { state, lead } of waiting) {
    assert.ok(state === "accepted" || state === "unknown", state);
    assert.match(lead, /"firstName":"Waiting"/);
  }

  sandbox = await startSandbox(...sandboxArgs);
  await recovered(world);
  await proof(world, receipts);
});
