// @ts-check
// Cases 1 and 2: answers that leave it open whether there is a lead now. Nothing is sent again before a look-up says that there is none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CREATE, fault, requests } from "../edge/world.mjs";
import { acknowledged, begin, proof } from "./proof.mjs";

test("1. 500 three times, then 201: each repeat comes after a look-up in vain", async (t) => {
  const world = await begin(t);
  await fault(world, { match: CREATE, answer: "status", status: 500, times: 3 });

  const receipt = await acknowledged(world);
  await proof(world, [receipt]);

  const sent = await requests(world, "leads.create");
  assert.deepEqual(
    sent.map(({ status }) => status),
    [500, 500, 500, 201],
  );
  const looked = (await requests(world, "leads.list")).map(({ seq }) => seq);
  for (const [at, { seq }] of sent.slice(1).entries()) {
    assert.ok(
      looked.some((list) => list > sent[at].seq && list < seq),
      `a look-up before POST ${at + 2}`,
    );
  }
});

test("2. committed, answer cut: found, and not sent again", async (t) => {
  const world = await begin(t);
  await fault(world, { match: CREATE, answer: "cut", commit: "yes", times: 3 });

  const receipts = [];
  for (let sent = 0; sent < 5; sent++) receipts.push(await acknowledged(world));
  await proof(world, receipts);

  assert.equal((await requests(world, "leads.create")).length, receipts.length);
});
