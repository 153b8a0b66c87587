// @ts-check
// Forms with a challenge: what the verifier says of a token decides whether a lead is delivered at once or a person looks at it
// first. Nothing is dropped, and a receipt that was given is given again.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  folder,
  formsFile,
  inOneMinute,
  leads,
  post,
  send,
  startEdge,
  startSandbox,
  submission,
  until,
  untilLeads,
} from "./parts.mjs";
import { refused, solved, startVerifier } from "./verifier.mjs";

const TURNSTILE_SECRET = "turnstile-secret";
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** @param {import("node:test").TestContext} t @param {object} [form] @param {object} [settings] @param {object} [options] */
async function start(t, form = {}, settings = {}, options = {}) {
  const verifier = await startVerifier(t);
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const part = await startEdge({
    persist: folder(t),
    api: sandbox.address,
    forms: formsFile({ turnstile: {}, ...form }),
    settings: { TURNSTILE_SECRET, TURNSTILE_URL: verifier.address, ...settings },
    ...options,
  });
  t.after(() => part.stop());
  return { verifier, sandbox: sandbox.address, edge: part.address, part };
}

/** @typedef {Awaited<ReturnType<typeof start>>} World */

/** A submission with a challenge's token: another one for each, as the script gives them. */
const challenged = (change = {}, turnstile = `0.${crypto.randomUUID()}`) =>
  submission({ proof: { turnstile }, ...change });

/** Sends one and answers its receipt's code. */
async function receive(/** @type {World} */ { edge }, body = challenged(), headers = {}) {
  const response = await send(edge, body, headers);
  assert.equal(response.status, 202);
  return /** @type {string} */ (/** @type {any} */ (await response.json()).data.uniqueCode);
}

/** Why the latest suspect was held, by the log, which comes by a pipe of its own. */
async function reason(/** @type {World} */ { part }, held = 1) {
  const lines = await until(() => {
    const found = part.log.match(/^\{"event":"held".*\}$/gm) ?? [];
    return found.length >= held ? found : undefined;
  }, "the log to say why");
  return JSON.parse(/** @type {string} */ (lines.at(-1))).reason;
}

test("a solved challenge is asked about once, in the verifier's own form, and its lead is delivered", async (t) => {
  const world = await start(t, { turnstile: { action: "promo" } });
  world.verifier.answer = () => solved({ action: "promo" });

  const code = await receive(world, challenged({}, "0.token"));
  const all = await untilLeads(world.sandbox, (all) => all.length === 1, "the lead");

  assert.equal(all[0]?.uniqueCode, code);
  assert.equal(world.verifier.asked.length, 1);
  const { idempotency_key, ...question } = /** @type {any} */ (world.verifier.asked[0]);
  assert.deepEqual(question, { secret: TURNSTILE_SECRET, response: "0.token" });
  assert.match(idempotency_key, UUID_V4);
});

const held = /** @type {[string, object | undefined, import("./verifier.mjs").VerifierAnswer, string][]} */ ([
  ["a forged token", {}, refused("invalid-input-response"), "TURNSTILE_FAILED"],
  ["a token of another host", {}, solved({ hostname: "evil.example" }), "TURNSTILE_FAILED"],
  ["a token of another action", { action: "promo" }, solved({ action: "login" }), "TURNSTILE_FAILED"],
  ["a verifier's 500", {}, { status: 500, json: { success: true } }, "TURNSTILE_UNAVAILABLE"],
  ["a verifier's 503 page", {}, { status: 503, text: "<html>" }, "TURNSTILE_UNAVAILABLE"],
  ["a verifier's redirect", {}, { status: 302, headers: { location: "/" }, text: "" }, "TURNSTILE_UNAVAILABLE"],
  ["a verifier that speaks no JSON", {}, { text: "<html>" }, "TURNSTILE_UNAVAILABLE"],
  ["a verifier that failed inside", {}, refused("internal-error"), "TURNSTILE_UNAVAILABLE"],
  ["a verifier that is silent", {}, { silent: true }, "TURNSTILE_UNAVAILABLE"],
  ["a secret that is not ours", {}, { ...refused("invalid-input-secret"), status: 400 }, "TURNSTILE_UNAVAILABLE"],
]);

test("what did not pass is acknowledged and held, never lost", async (t) => {
  const worlds = { plain: await start(t), action: await start(t, { turnstile: { action: "promo" } }) };
  const count = new Map();
  for (const [name, turnstile, answer, sign] of held) {
    const world = worlds[turnstile && "action" in turnstile ? "action" : "plain"];
    await t.test(name, async () => {
      world.verifier.answer = () => answer;

      await receive(world);

      count.set(world, (count.get(world) ?? 0) + 1);
      assert.ok((await reason(world, count.get(world))).split(" ").includes(sign));
    });
  }
  for (const world of Object.values(worlds)) {
    world.verifier.answer = () => solved({ action: "promo" });
    const clean = await receive(world);
    const all = await untilLeads(world.sandbox, (all) => all.length > 0, "the clean one");
    assert.deepEqual(
      all.map(({ uniqueCode }) => uniqueCode),
      [clean],
    );
    assert.equal(world.part.log.match(/"event":"held"/g)?.length, count.get(world));
  }
});

test("a form with a challenge holds what comes without a token, and asks nobody about it", async (t) => {
  const world = await start(t);

  await receive(world, submission());
  assert.match(await reason(world), /TURNSTILE_ABSENT/);
  await receive(world, challenged({}, "x".repeat(2_049)));
  assert.match(await reason(world, 2), /TURNSTILE_FAILED/);

  assert.equal(world.verifier.asked.length, 0);
});

test("a token that is spent, as a late visitor's is, counts and does not decide", async (t) => {
  const world = await start(t);
  world.verifier.answer = () => refused("timeout-or-duplicate");

  const late = await receive(world);
  const all = await untilLeads(world.sandbox, (all) => all.length === 1, "the late one");
  assert.equal(all[0]?.uniqueCode, late);

  await receive(world, challenged({ proof: { turnstile: "0.token", formToken: "x.y" } }));
  assert.equal(await reason(world), "TOKEN_FORGED TURNSTILE_SPENT");
});

test("a token admits one submission, and the next one that brings it is held", async (t) => {
  const world = await start(t);
  const first = challenged({}, "0.shared");

  const code = await receive(world, first);
  await receive(world, challenged({}, "0.shared"));

  assert.match(await reason(world), /TURNSTILE_REPLAYED$/);
  assert.equal(await receive(world, first), code);
  const all = await untilLeads(world.sandbox, (all) => all.length === 1, "the first one's lead");
  assert.equal(all[0]?.uniqueCode, code);
});

test("a form may hold what is late, or take it with another sign", async (t) => {
  const strict = await start(t, { limits: { threshold: 40 } });
  const patient = await start(t, { limits: { threshold: 80 } });
  for (const world of [strict, patient]) world.verifier.answer = () => refused("timeout-or-duplicate");

  await receive(strict);
  await receive(patient, challenged({ proof: { turnstile: "0.token", formToken: "x.y" } }));

  assert.equal(await reason(strict), "TOKEN_ABSENT TURNSTILE_SPENT");
  await untilLeads(patient.sandbox, (all) => all.length === 1, "the patient form's lead");
});

test("a repeat gets its receipt though its token is spent, or the verifier is gone", async (t) => {
  const world = await start(t);
  const sent = challenged();
  const code = await receive(world, sent);

  for (const answer of [
    refused("timeout-or-duplicate"),
    refused("invalid-input-response"),
    { status: 500, text: "" },
  ]) {
    world.verifier.answer = () => answer;
    assert.equal(await receive(world, sent), code);
  }

  const keys = world.verifier.asked.map(({ idempotency_key }) => idempotency_key);
  assert.equal(new Set(keys).size, 1, "the verifier can tell that it is the same question");
  assert.equal((await untilLeads(world.sandbox, (all) => all.length > 0, "the lead")).length, 1);
});

test("each submission is a question of its own, and so is each form's", async (t) => {
  const forms = formsFile({ turnstile: {} });
  Object.assign(forms.forms, { other: forms.forms.promo });
  const world = await start(t, {}, {}, { forms });
  const sent = challenged();

  await receive(world, sent);
  await receive(world, challenged());
  await fetch(`${world.edge}/v1/forms/other/submissions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(sent),
  });

  assert.equal(new Set(world.verifier.asked.map(({ idempotency_key }) => idempotency_key)).size, 3);
});

test("a plain post brings its token in the field of Cloudflare's script, and a double click asks the same question", async (t) => {
  const world = await start(t);
  const fields = { firstName: "Plain", "cf-turnstile-response": "0.plain" };

  const pages = await Promise.all([post(world.edge, fields), post(world.edge, fields)]);

  assert.deepEqual(
    pages.map(({ status }) => status),
    [202, 202],
  );
  assert.deepEqual(new Set(world.verifier.asked.map(({ response }) => response)), new Set(["0.plain"]));
  assert.equal(new Set(world.verifier.asked.map(({ idempotency_key }) => idempotency_key)).size, 1);
  const [lead, ...others] = await untilLeads(world.sandbox, (all) => all.length > 0, "the lead");
  assert.deepEqual([others, lead?.firstName], [[], "Plain"]);
  assert.ok(!JSON.stringify(lead).includes("0.plain"));
});

for (const [problem, settings] of /** @type {[string, object][]} */ ([
  ["TURNSTILE_SECRET is missing", { TURNSTILE_SECRET: "" }],
  ["TURNSTILE_URL is neither https nor on loopback", { TURNSTILE_URL: "http://verifier.example/" }],
])) {
  test(`a set-up that cannot verify holds everything and says so once: ${problem}`, async (t) => {
    const world = await start(t, {}, settings);

    for (const _ of [1, 2, 3]) await receive(world);

    assert.match(await reason(world, 3), /TURNSTILE_UNAVAILABLE/);
    assert.equal(world.part.log.split(problem).length - 1, 1);
    assert.equal(world.verifier.asked.length, 0);
    assert.equal((await leads(world.sandbox)).length, 0);
  });
}

test("whoever sends more than the form takes is not asked about", async (t) => {
  const world = await start(t, { limits: { perMinute: 3 } });

  const statuses = await inOneMinute(async () => {
    const all = [];
    for (let sent = 0; sent < 8; sent++) all.push((await send(world.edge, challenged())).status);
    return all;
  });

  assert.deepEqual(statuses, [202, 202, 202, 429, 429, 429, 429, 429]);
  assert.equal(world.verifier.asked.length, 3);
});

test("a form without a challenge asks nobody", async (t) => {
  const world = await start(t, { turnstile: undefined });

  await receive(world);
  await untilLeads(world.sandbox, (all) => all.length === 1, "the lead");

  assert.equal(world.verifier.asked.length, 0);
});

test("neither the token nor the secret gets into the log", async (t) => {
  const world = await start(t);
  for (const answer of [
    refused("invalid-input-response"),
    { status: 500, text: "" },
    refused("invalid-input-secret"),
  ]) {
    world.verifier.answer = () => answer;
    await receive(world, challenged({}, "0.very-own-token"));
  }

  await reason(world, 3);
  for (const secret of ["very-own-token", TURNSTILE_SECRET]) assert.ok(!world.part.log.includes(secret), secret);
});
