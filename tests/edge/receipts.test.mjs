// @ts-check
// What a receipt is worth: the row is on disk before it, and one id is one submission for ever.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  FORM,
  folder,
  formsFile,
  freePort,
  send,
  startEdge,
  startSandbox,
  submission,
  until,
  untilLeads,
} from "./parts.mjs";

/** @type {import("./parts.mjs").Part} */
let sandbox;

before(async () => {
  sandbox = await startSandbox("--port", "0");
});
after(() => sandbox?.stop());

const receipt = async (/** @type {Response} */ response) => /** @type {any} */ (await response.json()).data;

test("the same id with the same content has the same receipt, with other content none", async (t) => {
  const edge = await startEdge({ persist: folder(t), api: sandbox.address });
  t.after(() => edge.stop());
  const sent = submission();

  const first = await send(edge.address, sent);
  const again = await send(edge.address, {
    ...sent,
    touch: { last: { params: { utm_source: "later" } } },
    consent: "denied",
  });
  const spaced = await send(edge.address, {
    ...sent,
    id: sent.id.toUpperCase(),
    fields: { ...sent.fields, firstName: " Andi " },
  });
  const other = await send(edge.address, { ...sent, fields: { ...sent.fields, firstName: "Budi" } });

  const kept = await receipt(first);
  assert.deepEqual(await receipt(again), kept);
  assert.deepEqual(await receipt(spaced), kept);
  assert.equal(other.status, 409);
  assert.equal(/** @type {any} */ (await other.json()).error.code, "CONFLICT");
  const all = await untilLeads(sandbox.address, (all) => all.length > 0, "the lead");
  assert.equal(all.filter((lead) => lead.externalRef === `kf_${sent.id}`).length, 1);
});

test("ten tries of one submission at once are one lead and one receipt", async (t) => {
  const edge = await startEdge({ persist: folder(t), api: sandbox.address });
  t.after(() => edge.stop());
  const sent = submission();
  const marker = submission();

  const codes = await Promise.all(
    Array.from({ length: 10 }, async () => (await receipt(await send(edge.address, sent))).uniqueCode),
  );
  await send(edge.address, marker);

  assert.equal(new Set(codes).size, 1);
  const found = (/** @type {any[]} */ all, /** @type {{ id: string }} */ { id }) =>
    all.filter((lead) => lead.externalRef === `kf_${id}`);
  const all = await untilLeads(sandbox.address, (all) => found(all, marker).length === 1, "the marker");
  assert.equal(found(all, sent).length, 1);
});

test("a receipt given the moment before the power fails is honoured", async (t) => {
  const persist = folder(t);
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const before = await startEdge({ persist, api: nowhere });
  const sent = Array.from({ length: 5 }, () => submission());

  const codes = await Promise.all(sent.map(async (one) => (await receipt(await send(before.address, one))).uniqueCode));
  const ended = await before.crash();
  assert.ok(ended >= 2, "Node and its workerd");

  const edge = await startEdge({ persist, api: sandbox.address });
  t.after(() => edge.stop());
  await untilLeads(
    sandbox.address,
    (all) => codes.every((code) => all.filter((lead) => lead.uniqueCode === code).length === 1),
    "every acknowledged lead, without another request",
  );
  const again = await receipt(await send(edge.address, sent[0]));
  assert.equal(again.uniqueCode, codes[0]);
});

test("what is not stored is not acknowledged", async (t) => {
  const edge = await startEdge({ persist: folder(t), api: sandbox.address, settings: { INTAKE_SECRET: "short" } });
  t.after(() => edge.stop());

  const response = await send(edge.address, submission());

  assert.equal(response.status, 503);
  assert.equal(/** @type {any} */ (await response.json()).error.code, "NOT_STORED");
  await until(() => edge.log.includes("intake failed"), "the log to tell");
});

test("one id may be two forms' and two codes", async (t) => {
  const forms = formsFile();
  Object.assign(forms.forms, { second: forms.forms[FORM] });
  const edge = await startEdge({ persist: folder(t), api: sandbox.address, forms });
  t.after(() => edge.stop());
  const sent = submission();

  const one = await receipt(await send(edge.address, sent));
  const response = await fetch(`${edge.address}/v1/forms/second/submissions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...sent, fields: { firstName: "Other" } }),
  });
  const other = await receipt(response);

  assert.equal(response.status, 202);
  assert.notEqual(one.uniqueCode, other.uniqueCode);
});
