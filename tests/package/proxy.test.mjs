// @ts-check
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { after, beforeEach, test } from "node:test";
import { Konektor } from "konektor";
import { proxy } from "konektor/proxy";
import { code, create, ORIGIN, own, recorder, request } from "./proxied.mjs";
import { KEY, serve, startSandbox } from "./servers.mjs";

const LEADS = "/api/v2/agent/leads";
const sandbox = await startSandbox({ after });
const options = /** @type {import("konektor/proxy").ProxyOptions} */ ({
  apiKey: KEY,
  baseUrl: sandbox.url,
  allow: ["leads.list", "leads.get", "leads.create", "leads.update", "skill"],
  authorize: () => true,
});

beforeEach(async () => {
  await sandbox.knob("DELETE", "faults");
  await sandbox.knob("DELETE", "requests");
});

test("a page's client works through the proxy as one with a key would", async () => {
  const handler = proxy(options);
  Object.assign(globalThis, { window: globalThis, document: {} });
  /** @type {Konektor} */
  let page;
  try {
    page = new Konektor({
      baseUrl: "/api/konektor",
      fetch: (url, init) => {
        const headers = new Headers(init.headers);
        headers.set("sec-fetch-site", "same-origin");
        return handler(new Request(`${ORIGIN}${url}`, { ...init, headers }));
      },
    });
  } finally {
    Reflect.deleteProperty(globalThis, "window");
    Reflect.deleteProperty(globalThis, "document");
  }
  // The proxy's own client is made where there is no page.
  const { id } = await page.leads.create({ firstName: "Andi & Co" });
  await page.leads.update(id, { notes: null, status: "hot" });

  assert.equal((await page.leads.get(id)).status, "hot");
  assert.equal((await page.leads.list({ search: "Andi & Co", limit: 5 })).data.length, 1);
  assert.match(await page.skill(), /^# /);
  await assert.rejects(page.leads.get("lead_none"), { name: "NotFoundError", code: "NOT_FOUND", status: 404 });
});

test("an answer carries the request id and the rate limit, and nobody keeps it", async () => {
  await sandbox.knob("PATCH", "settings", { plan: "pro" });
  const response = await proxy(options)(request(`${LEADS}?limit=2`));
  await sandbox.knob("PATCH", "settings", { plan: "none" });

  assert.equal(response.status, 200);
  assert.deepEqual(Object.fromEntries([...response.headers].filter(([name]) => !/^x-(request|rate)/.test(name))), {
    "cache-control": "no-store",
    "content-type": "application/json",
    "x-content-type-options": "nosniff",
  });
  assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(response.headers.get("x-ratelimit-limit"), "200");
  assert.match(response.headers.get("x-ratelimit-remaining") ?? "", /^1\d\d$/);
  assert.match(response.headers.get("x-ratelimit-reset") ?? "", /^\d{10}$/);
  assert.deepEqual((await response.json()).success, true);
});

test("so does an error", async () => {
  await sandbox.knob("PATCH", "settings", { plan: "pro" });
  const response = await proxy(options)(request(`${LEADS}/lead_none`));
  await sandbox.knob("PATCH", "settings", { plan: "none" });

  assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(response.headers.get("x-ratelimit-limit"), "200");
  assert.equal(await code(response), "404 NOT_FOUND");
});

test("a wrong lead is refused with the API's details, and not sent", async () => {
  const response = await proxy(options)(create({ body: '{"email":"x"}' }));

  assert.equal(response.status, 400);
  assert.deepEqual((await response.json()).error.details, { firstName: "Required", email: "Invalid email" });
  assert.deepEqual(await sandbox.requests(), []);
});

test("nothing that a visitor's request carries reaches the API but the operation", async () => {
  const { options, sent } = recorder();
  const headers = { ...own, cookie: "a=b", authorization: "Bearer mine", "x-forwarded-for": "::1", "user-agent": "x" };
  await proxy(options)(request(LEADS, { headers }));

  assert.deepEqual(Object.keys(Object.fromEntries(sent[0]?.headers ?? [])), ["accept", "authorization", "user-agent"]);
  assert.equal(sent[0]?.headers.get("authorization"), "Bearer knk_recorded");
  assert.match(sent[0]?.headers.get("user-agent") ?? "", /^konektor\//);
});

for (const [what, answer] of /** @type {[string, () => Response][]} */ ([
  ["an unknown field", () => Response.json({ success: true, data: { id: "lead_1" }, seen: "Bearer knk_recorded" })],
  ["a lead's notes", () => Response.json({ success: true, data: { id: "lead_1", notes: "our key: knk_recorded" } })],
  ["an error's message", () => refused({ code: "FORBIDDEN", message: "knk_recorded lacks a scope" })],
  ["an error's code", () => refused({ code: "knk_recorded", message: "no" })],
  [
    "an error's details",
    () => refused({ code: "X", message: "no", details: { key: "knk_recorded", knk_recorded: "" } }),
  ],
  ["a page", () => new Response("<b>knk_recorded</b>", { status: 502 })],
  ["no JSON", () => new Response("knk_recorded")],
  ["a header", () => Response.json({}, { status: 500, headers: { "x-request-id": "knk_recorded" } })],
])) {
  test(`the key that the API quotes in ${what} stays on the server`, async () => {
    const { options, sent } = recorder(answer);
    const response = await proxy(options)(request(`${LEADS}/lead_1`));
    const all = JSON.stringify([...response.headers]) + (await response.text());

    assert.equal(sent.length, 1);
    assert.ok(!all.includes("knk_recorded"), all);
  });
}

test("an API that does not accept the server's key is not taken for a visitor who has to sign in", async () => {
  const { options, reported } = recorder(() => refused({ code: "UNAUTHORIZED", message: "Revoked" }, 401));

  assert.equal(await code(proxy(options)(request(LEADS))), "502 INTERNAL_ERROR");
  assert.equal(reported[0].name, "AuthenticationError");
});

for (const status of [429, 503]) {
  test(`a ${status} passes through with its Retry-After, and the proxy does not repeat`, async () => {
    await sandbox.fault({ answer: "status", status, retryAfter: "7" });
    const response = await proxy({ ...options, onError() {} })(request(LEADS));

    assert.equal(response.status, status);
    assert.equal(response.headers.get("retry-after"), "7");
    assert.equal((await sandbox.requests()).length, 1);
  });
}

for (const [fault, wanted] of /** @type {[object, string][]} */ ([
  [{ answer: "cut" }, "502 CONNECTION_ERROR"],
  [{ answer: "redirect", status: 302 }, "502 REDIRECT_REFUSED"],
  [{ answer: "malformed" }, "502 RESPONSE_SHAPE"],
  [{ answer: "html", status: 403 }, "403 HTTP_ERROR"],
  [{ answer: "html", status: 503 }, "503 HTTP_ERROR"],
  [{ answer: "hang" }, "504 TIMEOUT"],
])) {
  test(`an API that answers ${JSON.stringify(fault)} is ${wanted}`, async () => {
    await sandbox.fault(fault);
    /** @type {any[]} */
    const reported = [];
    const handler = proxy({
      ...options,
      timeoutMs: wanted.startsWith("504") ? 50 : 30_000,
      onError: (error) => reported.push(error),
    });

    assert.equal(await code(handler(request(LEADS))), wanted);
    assert.equal(reported.length, wanted.startsWith("5") ? 1 : 0);
  });
}

test("when the visitor leaves, so does the request to the API, and nobody is told of a failure", async (t) => {
  const events = new EventEmitter();
  const [arrived, closed] = [once(events, "arrived"), once(events, "closed")];
  const api = await serve(t, ({ socket }) => {
    socket.on("close", () => events.emit("closed"));
    events.emit("arrived");
  });
  /** @type {any[]} */
  const reported = [];
  const leaving = new AbortController();
  const handler = proxy({ ...options, baseUrl: api, onError: (error) => reported.push(error) });
  const answer = handler(request(LEADS, { signal: leaving.signal }));
  await arrived;
  leaving.abort();

  await closed;
  assert.equal(await code(answer), "499 ABORTED");
  assert.deepEqual(reported, []);
});

/** An error as the API words it. */
function refused(/** @type {object} */ error, status = 403) {
  return Response.json({ success: false, error: { details: null, ...error } }, { status });
}
