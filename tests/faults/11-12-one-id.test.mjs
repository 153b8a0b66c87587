// @ts-check
// Cases 11 and 12: one id is one submission, however often and however differently it is sent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leads, send, submission } from "../edge/parts.mjs";
import { acknowledged, begin, from, proof, rows } from "./proof.mjs";

test("11. the same submission from 50 parallel requests: one row, one receipt, one lead", async (t) => {
  const world = await begin(t);
  const sent = submission();

  const receipts = await Promise.all(Array.from({ length: 50 }, () => acknowledged(world, sent)));

  assert.equal(new Set(receipts.map(({ uniqueCode }) => uniqueCode)).size, 1);
  assert.equal((await rows(world)).length, 1);
  await proof(world, receipts.slice(0, 1));
});

test("12. the same id with other content is a conflict, before and after delivery, and the first stands", async (t) => {
  const world = await begin(t);
  const first = await acknowledged(world, from("Andi"));
  const other = { ...first.sent, fields: { ...first.sent.fields, firstName: "Budi" } };
  async function refused() {
    const response = await send(world.edge, other);
    assert.equal(response.status, 409);
    assert.equal(/** @type {any} */ (await response.json()).error.code, "CONFLICT");
  }

  await refused();
  await proof(world, [first]);
  await refused();

  const [lead] = await leads(world.sandbox);
  assert.equal(lead?.firstName, "Andi");
  await proof(world, [first]);
});

test("12. of two contents with one id at once exactly one is acknowledged, and it is the lead", async (t) => {
  const world = await begin(t);
  const one = from("Andi");
  const both = [one, { ...one, fields: { ...one.fields, firstName: "Budi" } }];

  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, at) => {
      const sent = /** @type {typeof one} */ (both[at % 2]);
      return { sent, status: (await send(world.edge, sent)).status };
    }),
  );

  const acknowledgedNames = answers.filter(({ status }) => status === 202).map(({ sent }) => sent.fields.firstName);
  assert.equal(new Set(acknowledgedNames).size, 1);
  assert.ok(answers.every(({ status }) => status === 202 || status === 409));
  const winner = both.find(({ fields }) => fields.firstName === acknowledgedNames[0]);
  await proof(world, [await acknowledged(world, winner)]);
  assert.equal((await leads(world.sandbox))[0]?.firstName, acknowledgedNames[0]);
});
