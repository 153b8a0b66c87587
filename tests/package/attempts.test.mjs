// @ts-check
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { AbortError, Konektor, TimeoutError } from "konektor";
import { KEY, startSandbox } from "./servers.mjs";

const sandbox = await startSandbox({ after });
let konektor = new Konektor();

beforeEach(async () => {
  // What one test's client learnt of the rate limit is not the next one's matter.
  konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url });
  await sandbox.knob("DELETE", "faults");
  await sandbox.knob("DELETE", "requests");
  await sandbox.knob("POST", "clock", { frozen: false });
});

for (const answer of [{ answer: "cut" }, { answer: "status", status: 503 }, { answer: "truncated" }]) {
  test(`a read is repeated after ${answer.answer}`, async ({ mock }) => {
    mock.method(Math, "random", () => 0);
    await sandbox.fault({ match: { method: "GET" }, ...answer, times: 2 });
    await konektor.leads.list();

    assert.equal((await sandbox.requests()).length, 3);
  });
}

for (const answer of [{ answer: "cut", commit: "yes" }, { answer: "status", status: 503 }, { answer: "hang" }]) {
  test(`a create is not repeated after ${answer.answer}, and says that the outcome is unknown`, async () => {
    await sandbox.fault({ match: { method: "POST" }, ...answer });
    const timeoutMs = answer.answer === "hang" ? 100 : 30_000;

    await assert.rejects(konektor.leads.create({ firstName: "Andi" }, { timeoutMs }), { outcomeUnknown: true });
    assert.equal((await sandbox.requests()).length, 1);
  });
}

test("a create that was refused with 429 is repeated when the server says", async () => {
  await sandbox.fault({ match: { method: "POST" }, answer: "status", status: 429, retryAfter: "0" });
  const lead = await konektor.leads.create({ firstName: "Andi" });

  assert.equal(lead.firstName, "Andi");
  assert.equal((await sandbox.requests()).length, 2);
});

test("a wait that does not fit into the call's time is told and not waited for", async () => {
  await sandbox.fault({ answer: "status", status: 429, retryAfter: "3600" });

  await assert.rejects(konektor.leads.list(), { name: "RateLimitError", code: "RATE_LIMITED", retryAfter: 3600 });
  assert.equal((await sandbox.requests()).length, 1);
});

test("a date to come back at is measured by the server's own clock", async () => {
  await sandbox.knob("POST", "clock", { frozen: true, set: "2026-01-15T10:30:00.000Z" });
  await sandbox.fault({ answer: "status", status: 429, retryAfter: "Thu, 15 Jan 2026 11:30:00 GMT" });

  await assert.rejects(konektor.leads.list(), { name: "RateLimitError", retryAfter: 3600 });
  assert.equal((await sandbox.requests()).length, 1);
});

test("maxRetries of a call goes before the client's", async () => {
  await sandbox.fault({ answer: "status", status: 500, times: null });

  await assert.rejects(konektor.leads.list({}, { maxRetries: 0 }), { name: "InternalServerError", attempts: 1 });
  assert.equal((await sandbox.requests()).length, 1);
});

test("a call ends when its time is up, and says what it waited for", async () => {
  await sandbox.fault({ answer: "hang" });

  await assert.rejects(konektor.leads.list({}, { timeoutMs: 50 }), (error) => {
    assert.ok(error instanceof TimeoutError);
    assert.equal(error.code, "TIMEOUT");
    assert.equal(error.phase, "connect");
    return true;
  });
});

test("an abort ends a waiting call at once and keeps the reason", async () => {
  await sandbox.fault({ answer: "hang" });
  const controller = new AbortController();
  const reason = new Error("the visitor left");
  const listing = konektor.leads.list({}, { signal: controller.signal });
  await sandbox.nextRequest();
  controller.abort(reason);

  await assert.rejects(listing, (error) => {
    assert.ok(error instanceof AbortError);
    assert.equal(error.code, "ABORTED");
    assert.equal(error.cause, reason);
    return true;
  });
});

test("an abort ends the wait before a retry at once", async ({ mock }) => {
  mock.method(Math, "random", () => 0.999);
  await sandbox.fault({ answer: "status", status: 503, retryAfter: "20", times: null });
  const controller = new AbortController();
  const listing = konektor.leads.list({}, { signal: controller.signal });
  await sandbox.nextRequest();
  const reason = new Error("the visitor left");
  controller.abort(reason);

  await assert.rejects(listing, { name: "AbortError", phase: "backoff", cause: reason });
  assert.equal((await sandbox.requests()).length, 1);
});

test("the client's own signal ends every call, beside the call's", async () => {
  await sandbox.fault({ answer: "hang" });
  const controller = new AbortController();
  const { signal } = controller;
  const leaving = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, signal });
  const listing = leaving.leads.list({}, { signal: new AbortController().signal });
  await sandbox.nextRequest();
  controller.abort("leaving");

  await assert.rejects(listing, { name: "AbortError", cause: "leaving" });
  await assert.rejects(leaving.leads.list(), { name: "AbortError", cause: "leaving" });
  assert.equal((await sandbox.requests()).length, 1);
});

test("an aborted signal sends nothing", async () => {
  await assert.rejects(konektor.leads.list({}, { signal: AbortSignal.abort("no") }), {
    name: "AbortError",
    cause: "no",
  });
  assert.equal((await sandbox.requests()).length, 0);
});

test("a redirect is refused: the key would travel on", async () => {
  await sandbox.fault({ answer: "redirect", status: 307, location: `${sandbox.url}/api/v2/agent/leads`, times: null });

  await assert.rejects(konektor.leads.list(), { code: "REDIRECT_REFUSED" });
  assert.equal((await sandbox.requests()).length, 1);
});

test("when the window is used up, the next call does not earn a 429", async () => {
  await sandbox.knob("PATCH", "settings", { plan: "starter" });
  const hasty = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, pacing: "off", maxRetries: 0 });
  const patient = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, timeoutMs: 500 });
  await sandbox.knob("POST", "clock", { frozen: true, set: "2026-01-15T10:30:00.000Z" });
  for (let left = 59; left > 0; left -= 1) await hasty.leads.list();
  assert.equal((await patient.leads.list()).rateLimit?.remaining, 0);
  const before = (await sandbox.requests()).length;

  await assert.rejects(patient.leads.list(), { name: "RateLimitError", attempts: 0 });
  assert.equal((await sandbox.requests()).length, before);
  await assert.rejects(hasty.leads.list(), { name: "RateLimitError", status: 429 });
});
