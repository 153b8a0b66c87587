// @ts-check
// Case 13: a lead that the API's search shows late, inside the settle time.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, begin, proof } from "./proof.mjs";

test("13. search late, inside the settle time: found at the first look-up", async (t) => {
  const world = await begin(t, { edge: { settleSeconds: 2 } });
  await fault(world, { match: CREATE, answer: "cut", commit: "yes", searchLagMs: 1_500 });

  const receipt = await acknowledged(world);
  await proof(world, [receipt]);

  assert.equal((await requests(world, "leads.create")).length, 1);
  assert.equal((await requests(world, "leads.list")).length, 1);
});
