// @ts-check
// Poisonous bodies while the API fails at random and the edge loses its power in the middle of them: each has an answer that is not
// the edge's own failure, the same one when it comes again, and what was acknowledged is delivered as text. (What a single one
// becomes is shown in tests/edge/hostile.test.mjs.)

import assert from "node:assert/strict";
import { test } from "node:test";
import { FORM, folder, freePort, knob, leads, PAGE, startEdge, startSandbox } from "../edge/parts.mjs";
import { CREATE, LIST } from "../edge/world.mjs";
import { balanced, compare } from "./books.mjs";
import { finished, held } from "./door.mjs";
import { poison } from "./poison.mjs";
import { Receipts } from "./receipts.mjs";

const CODE = /KNK-abc123-[0-9A-Z]{10}/;

/** Sends one; answers the status and the receipt's code. @param {string} edge @param {(typeof poison)[number]} body */
async function poisoned(edge, { name, contentType, body }) {
  const send = () =>
    fetch(`${edge}/v1/forms/${FORM}/submissions`, {
      method: "POST",
      headers: { "content-type": contentType, origin: PAGE },
      body: /** @type {BodyInit} */ (body),
      redirect: "manual",
    });
  // After too large a body the connection ends, maybe as the next one is sent on it.
  const response = await send().catch(send);
  const text = await response.text();
  assert.ok(response.status < 500, `${name}: ${response.status} ${text}`);
  return { status: response.status, code: response.status === 202 ? (CODE.exec(text)?.[0] ?? name) : "" };
}

test("18 poisonous bodies, a failing API and a power cut: an answer for each, a lead of texts for each receipt", async (t) => {
  const sandbox = await startSandbox("--port", "0", "--seed", "18");
  t.after(() => sandbox.stop());
  const options = { persist: folder(t), api: sandbox.address, port: await freePort() };
  let edge = await startEdge(options);
  t.after(() => edge.stop());
  for (const [match, commit] of [
    [CREATE, "yes"],
    [CREATE, "no"],
    [LIST, "no"],
  ]) {
    await knob(sandbox.address, "faults", { match, answer: "cut", commit, probability: 0.1 });
  }

  const answers = [];
  for (const [number, body] of poison.entries()) {
    if (number === Math.floor(poison.length / 2)) {
      await edge.crash();
      assert.ok(!edge.log.includes("INTERNAL_PANIC"));
      edge = await startEdge(options);
    }
    answers.push(await poisoned(edge.address, body));
  }
  const again = [];
  for (const body of poison) again.push(await poisoned(edge.address, body));
  await new Receipts().take(edge.address);
  await knob(sandbox.address, "faults", undefined, "DELETE");

  assert.deepEqual(again, answers);
  const codes = new Set(answers.map(({ code }) => code).filter(Boolean));
  assert.ok(poison.length >= 300 && codes.size > 100, `${codes.size} of ${poison.length} taken`);
  await edge.stop();
  assert.ok(!edge.log.includes("INTERNAL_PANIC"));
  edge = await startEdge({ ...options, entry: "tests/faults/door-worker.mjs" });
  await finished(edge.address, 60);
  const suspects = await held(edge.address);
  const all = await leads(sandbox.address);
  const marker = all.filter(({ uniqueCode }) => !codes.has(uniqueCode));
  const clean = new Map([...codes].filter((code) => !suspects.has(code)).map((code) => [code, 0]));
  const poisonous = all.filter(({ uniqueCode }) => codes.has(uniqueCode));
  const books = compare(
    clean,
    poisonous.map(({ uniqueCode }) => /** @type {const} */ ([uniqueCode, 0])),
  );
  assert.ok(balanced(books), JSON.stringify(books));
  assert.equal(marker.length, 1, "the customer after them");
  for (const lead of poisonous) {
    assert.deepEqual([lead.status, lead.priority, lead.assignedTo], ["new", "medium", null]);
    for (const field of ["firstName", "lastName", "email", "phone", "notes"]) {
      assert.ok(lead[field] === null || typeof lead[field] === "string", field);
      assert.ok(!lead[field]?.includes("\u0000"), field);
    }
  }
  t.diagnostic(`bodies: ${poison.length}, taken: ${codes.size}, of these held: ${codes.size - clean.size}`);
});
