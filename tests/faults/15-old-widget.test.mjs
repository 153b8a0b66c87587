// @ts-check
// Pages keep the widget that they once loaded: what an older one does not send has its default, and what anybody sends besides does
// not get through. Both become the same lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leadOf, send, submission } from "../edge/parts.mjs";
import { start } from "../edge/world.mjs";
import { Receipts } from "./receipts.mjs";

const FIELDS = {
  firstName: "Andi",
  lastName: "Wijaya",
  email: "andi@example.com",
  phone: "0812-3456-7890",
  message: "Halo",
};

/** What no visitor may say. */
const NOT_THEIRS = {
  id: "lead_1",
  status: "won",
  priority: "high",
  source: "referral",
  adPlatform: "meta",
  assignedTo: crypto.randomUUID(),
  estimatedValue: 1e9,
  actualValue: 1e9,
  notes: "forged",
  uniqueCode: "KNK-abc123-FORGED0000",
  externalRef: "kf_forged",
  trackingCode: "KNK-other1",
  workspaceId: "other",
  createdAt: "2001-01-01T00:00:00Z",
  campaign: "forged",
  __proto__x: 1,
  constructor: { prototype: { status: "won" } },
};

const EVERYWHERE = "more members everywhere";

/** Each an older or a newer widget's idea of a submission. @type {[string, (made: ReturnType<typeof submission>) => object][]} */
const BODIES = [
  ["the first widget, which knew neither consent nor touches nor proof", ({ v, id, fields }) => ({ v, id, fields })],
  [
    "null for whatever is not known",
    ({ v, id, fields }) => ({ v, id, fields, consent: null, touch: null, proof: null }),
  ],
  ["empty members", ({ v, id, fields }) => ({ v, id, fields, consent: "", touch: {}, proof: {} })],
  ["a consent of next year", ({ v, id, fields }) => ({ v, id, fields, consent: "partially" })],
  ["touches that are none", ({ v, id, fields }) => ({ v, id, fields, touch: { first: [], last: "x", middle: {} } })],
  [
    "a proof of next year",
    ({ v, id, fields }) => ({ v, id, fields, proof: { attestation: { x: 1 }, formToken: null } }),
  ],
  ["more members at the top", ({ v, id, fields }) => ({ ...NOT_THEIRS, v, id, fields })],
  ["more fields than the form has", ({ v, id, fields }) => ({ v, id, fields: { ...NOT_THEIRS, ...fields } })],
  [
    EVERYWHERE,
    ({ v, id, fields }) => ({
      ...NOT_THEIRS,
      v,
      id,
      fields: { ...NOT_THEIRS, ...fields },
      touch: { ...NOT_THEIRS, first: { ...NOT_THEIRS, params: NOT_THEIRS, cookies: NOT_THEIRS }, last: NOT_THEIRS },
      proof: NOT_THEIRS,
    }),
  ],
];

/** A lead but for what makes it one of its own. @param {import("../edge/parts.mjs").Lead} lead */
function likeness({
  seq: _,
  id: _1,
  uniqueCode: _2,
  externalRef: _3,
  createdAt: _4,
  updatedAt: _5,
  visibleAt: _6,
  ...lead
}) {
  return lead;
}

test("15 an old widget's body, and one with members that nobody asked for, become the lead that was meant", async (t) => {
  const world = await start(t);
  const receipts = new Receipts();
  const modelOf = async (/** @type {object} */ change) =>
    leadOf(world.sandbox, await receipts.take(world.edge, submission({ fields: FIELDS, consent: "wait", ...change })));
  const model = await modelOf({});
  const empty = await modelOf({ touch: { first: {}, last: {} } });
  assert.deepEqual([model.status, model.source, model.assignedTo ?? null], ["new", "website", null]);

  for (const [name, bodyOf] of BODIES) {
    await t.test(name, async () => {
      const sent = submission({ fields: FIELDS });

      const code = await receipts.take(world.edge, /** @type {any} */ (bodyOf(sent)));

      const lead = await leadOf(world.sandbox, code);
      assert.equal(lead.externalRef, `kf_${sent.id}`);
      assert.deepEqual(likeness(lead), likeness(name === EVERYWHERE ? empty : model));
    });
  }
  await receipts.prove(world);
});

test("15 what an old widget left out and what a new one says are the same submission", async (t) => {
  const world = await start(t);
  const receipts = new Receipts();
  const { v, id, fields } = submission();

  const code = await receipts.take(world.edge, /** @type {any} */ ({ v, id, fields }));
  const later = await send(world.edge, submission({ id, fields, touch: { last: { params: { gclid: "x" } } } }));

  assert.equal(/** @type {any} */ (await later.json()).data.uniqueCode, code);
  await receipts.prove(world);
});
