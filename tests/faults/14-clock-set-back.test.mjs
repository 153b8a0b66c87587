// @ts-check
// A clock that was set back while the power was off: what was due by the old one is due by the new one, without another request.

import assert from "node:assert/strict";
import { test } from "node:test";
import { folder, knob, leads, outbox, startEdge, startSandbox, until } from "../edge/parts.mjs";
import { CREATE, start } from "../edge/world.mjs";
import { Receipts } from "./receipts.mjs";

test("14. a clock that is set back before a restart keeps nobody waiting", async (t) => {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const options = { persist: folder(t), api: sandbox.address, timed: true };
  const before = await startEdge(options);
  const receipts = new Receipts();
  await knob(sandbox.address, "faults", {
    match: CREATE,
    answer: "status",
    status: 429,
    retryAfter: "8",
    times: null,
  });
  for (let sent = 0; sent < 3; sent++) await receipts.take(before.address);
  await until(() => before.log.includes("RATE_LIMITED"), "the API to refuse");
  // Nothing is at work now, so nothing sees it.
  await outbox(before.address, "clock", { advanceMs: -86_400_000 });
  await before.crash();
  await knob(sandbox.address, "faults", undefined, "DELETE");
  assert.equal((await leads(sandbox.address)).length, 0);

  const edge = await startEdge(options);
  t.after(() => edge.stop());
  await outbox(edge.address, "rows");

  await receipts.prove({ sandbox: sandbox.address, edge: edge.address }, 60);
});

test("14. a clock that is set back while nothing waits keeps nobody waiting who comes later", async (t) => {
  const world = await start(t, { edge: { timed: true } });
  const receipts = new Receipts();
  await receipts.take(world.edge);
  await receipts.prove(world);

  for (const advanceMs of [-86_400_000, 7_200_000, -86_400_000]) {
    await outbox(world.edge, "clock", { advanceMs });
    await outbox(world.edge, "alarm");
    await receipts.take(world.edge);
    await receipts.prove(world);
  }
});
