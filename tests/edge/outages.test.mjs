// @ts-check
// Trouble that is no submission's own stops the outbox and loses nothing: it goes on by itself.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  folder,
  freePort,
  knob,
  leads,
  send,
  startEdge,
  startSandbox,
  submission,
  until,
  untilLeads,
} from "./parts.mjs";
import { CREATE, delivered, fault, receive, requests, start } from "./world.mjs";

test("a 429 holds the whole outbox for as long as it asks", async (t) => {
  const world = await start(t);
  await fault(world, { match: CREATE, answer: "status", status: 429, retryAfter: "2" });

  const codes = [await receive(world), await receive(world)];
  for (const code of codes) await delivered(world, code);

  const [refused, ...later] = (await requests(world, "leads.create")).map((request) => Date.parse(request.at));
  assert.equal(later.length, 2);
  for (const at of later)
    assert.ok(at - /** @type {number} */ (refused) >= 1_900, `${at - /** @type {number} */ (refused)} ms`);
});

test("401, 403 and the plan's daily limit stop the outbox, and it goes on by itself when they are over", async (t) => {
  const world = await start(t);
  await knob(world.sandbox, "settings", { leadsPerDay: 0 }, "PATCH");
  const first = await receive(world);
  const second = await receive(world);
  await until(async () => (await requests(world, "leads.create")).length >= 3, "three refusals");
  assert.equal((await leads(world.sandbox)).length, 0);
  // Oldest first: the second row was never tried while the first one was refused.
  assert.deepEqual([...new Set((await requests(world, "leads.create")).map((request) => request.uniqueCode))], [first]);

  await knob(world.sandbox, "settings", { leadsPerDay: null }, "PATCH");
  for (const code of [first, second]) await delivered(world, code);

  await fault(world, { match: CREATE, answer: "status", status: 401, times: 2 });
  await delivered(world, await receive(world));
  assert.equal((await leads(world.sandbox)).length, 3);
});

test("without a key nothing is sent and nothing is lost", async (t) => {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const persist = folder(t);
  const poor = await startEdge({ persist, api: sandbox.address, settings: { KONEKTOR_API_KEY: "" } });
  const response = await send(poor.address, submission());
  await until(() => poor.log.includes("KEY_MISSING"), "the log to say so");
  await poor.stop();

  const rich = await startEdge({ persist, api: sandbox.address });
  t.after(() => rich.stop());
  const { uniqueCode } = /** @type {any} */ (await response.json()).data;
  await untilLeads(sandbox.address, (all) => all.length === 1 && all[0]?.uniqueCode === uniqueCode, "the lead");
});

test("while the API is away everything is taken, and delivered when it is back", async (t) => {
  const port = await freePort();
  const persist = folder(t);
  const edge = await startEdge({ persist, api: `http://127.0.0.1:${port}` });
  t.after(() => edge.stop());
  const world = /** @type {import("./world.mjs").World} */ ({ edge: edge.address, part: edge, persist, sandbox: "" });
  const codes = [];
  for (let sent = 0; sent < 5; sent++) codes.push(await receive(world));
  await until(() => edge.log.includes("CONNECTION_ERROR"), "the outbox to notice");

  const sandbox = await startSandbox("--port", String(port));
  t.after(() => sandbox.stop());

  const all = await untilLeads(sandbox.address, (all) => all.length === 5, "the leads", 60);
  assert.deepEqual(all.map((lead) => lead.uniqueCode).sort(), codes.sort());
});
