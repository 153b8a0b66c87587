// @ts-check
// The proof of the promise: 200 submissions while the API fails at random, late commits included, and both edge and sandbox lose
// their power once in the middle. Afterwards there are exactly 200 leads, and every receipt is one of them.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { folder, freePort, knob, leads, send, startEdge, startSandbox, submission, until } from "../edge/parts.mjs";

const SUBMISSIONS = 200;
const VISITORS = 8;
const SETTLE_SECONDS = 2;
const SEED = 20_261_124;

const create = { match: { operation: "leads.create" } };
const list = { match: { operation: "leads.list" } };
/** A late commit comes within the settle time, counted from when the edge stopped waiting. */
const FAULTS = [
  { ...create, answer: "status", status: 500, probability: 0.08 },
  { ...create, answer: "status", status: 500, commit: "yes", probability: 0.08 },
  { ...create, answer: "status", status: 429, retryAfter: "1", probability: 0.04 },
  { ...create, answer: "cut", probability: 0.05 },
  { ...create, answer: "cut", commit: "yes", probability: 0.08 },
  { ...create, answer: "cut", commit: "late", lateMs: 600, probability: 0.06 },
  { ...create, answer: "hang", commit: "late", lateMs: 1_700, probability: 0.04 },
  { ...list, answer: "status", status: 500, probability: 0.15 },
  { ...list, answer: "cut", probability: 0.15 },
];

test("200 submissions are exactly 200 leads, through faults and two power cuts", { timeout: 280_000 }, async (t) => {
  const sandboxArgs = ["--port", String(await freePort()), "--db", join(folder(t), "leads.db"), "--seed", String(SEED)];
  const persist = folder(t);
  const port = await freePort();
  const fired = new Map();
  let log = "";

  async function sandboxUp() {
    const sandbox = await startSandbox(...sandboxArgs);
    for (const fault of FAULTS) await knob(sandbox.address, "faults", fault);
    return sandbox;
  }
  async function countFired() {
    const { faults } = await knob(sandbox.address, "faults");
    for (const { id: _, fired: times, ...fault } of faults) {
      const key = `${fault.match.operation} ${fault.answer} ${fault.status ?? ""} ${fault.commit ?? ""}`;
      fired.set(key, (fired.get(key) ?? 0) + times);
    }
  }
  const edgeUp = () => startEdge({ persist, api: sandbox.address, port, settleSeconds: SETTLE_SECONDS });

  let sandbox = await sandboxUp();
  let edge = await edgeUp();
  const address = edge.address;
  t.after(async () => {
    await edge.stop();
    await sandbox.stop();
  });

  // Given visitors who send until they have a receipt, as the widget does: the same id at every try.
  /** @type {{ sent: ReturnType<typeof submission>, uniqueCode: string }[]} */
  const receipts = [];
  let next = 0;
  let open = SUBMISSIONS / 2;
  async function visitor() {
    while (next < SUBMISSIONS) {
      await until(() => next < open || next >= SUBMISSIONS, "the doors to open", 120);
      const number = next++;
      if (number >= SUBMISSIONS) return;
      const sent = submission({
        fields: { firstName: `Visitor ${number}`, phone: `0812${String(number).padStart(8, "0")}` },
      });
      const uniqueCode = await until(
        async () => {
          const response = await send(address, sent).catch(() => undefined);
          if (response?.status !== 202) return undefined;
          return /** @type {any} */ (await response.json().catch(() => undefined))?.data.uniqueCode;
        },
        "a receipt",
        60,
      );
      receipts.push({ sent, uniqueCode: String(uniqueCode) });
    }
  }
  const visitors = Promise.all(Array.from({ length: VISITORS }, visitor));

  // When the power of the edge fails while it sends and receives, and later that of the sandbox.
  await until(
    async () => receipts.length >= 60 && (await leads(sandbox.address)).length >= 10,
    "the edge to be busy",
    60,
  );
  open = SUBMISSIONS;
  assert.ok((await edge.crash()) >= 2, "Node and its workerd");
  log += edge.log;
  const receiptsAtCrash = receipts.length;
  assert.ok(receiptsAtCrash < SUBMISSIONS, "the power failed in the middle");
  edge = await edgeUp();

  await until(async () => (await leads(sandbox.address)).length >= 80, "the sandbox to be busy", 120);
  await countFired();
  await sandbox.crash();
  sandbox = await sandboxUp();

  // Then everybody has a receipt, and each receipt is one lead.
  await visitors;
  await until(async () => (await leads(sandbox.address)).length >= SUBMISSIONS, "200 leads", 150);
  await countFired();
  await knob(sandbox.address, "faults", undefined, "DELETE");

  // The outbox counts its rows as it starts; what it still believes to be open must come to an end, too.
  await edge.stop();
  log += edge.log;
  edge = await edgeUp();
  const [first] = receipts;
  const again = await send(address, first?.sent);
  assert.equal(/** @type {any} */ (await again.json()).data.uniqueCode, first?.uniqueCode);
  const started = JSON.parse((await until(() => /^\{"event":"started".*\}$/m.exec(edge.log), "the outbox's count"))[0]);
  const { event: _, delivered = 0, ...unfinished } = started;
  const rest = /** @type {number[]} */ (Object.values(unfinished)).reduce((sum, count) => sum + count, 0);
  assert.equal(delivered + rest, SUBMISSIONS);
  await until(() => (edge.log.match(/"event":"delivered"/g) ?? []).length === rest, "the rest to be delivered", 60);
  log += edge.log;

  const all = await leads(sandbox.address);
  assert.equal(all.length, SUBMISSIONS);
  assert.deepEqual(
    all.map(({ uniqueCode, externalRef }) => `${uniqueCode} ${externalRef}`).sort(),
    receipts.map(({ sent, uniqueCode }) => `${uniqueCode} kf_${sent.id}`).sort(),
  );

  t.diagnostic(`faults that fired: ${[...fired].map(([fault, times]) => `${fault.trim()} ×${times}`).join(", ")}`);
  t.diagnostic(
    `look-ups: ${(log.match(/"effect":"lookUp"/g) ?? []).length}, receipts before the first power cut: ${receiptsAtCrash}`,
  );
  assert.equal(fired.size, FAULTS.length);
  for (const [fault, times] of fired) assert.ok(times > 0, `${fault} never fired`);
});
