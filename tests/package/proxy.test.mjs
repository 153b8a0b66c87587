// @ts-check
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { Konektor } from "konektor";
import { proxy } from "konektor/proxy";
import { KEY, startSandbox } from "./servers.mjs";

const ORIGIN = "https://app.example";
const sandbox = await startSandbox({ after });
const options = /** @type {import("konektor/proxy").ProxyOptions} */ ({
  apiKey: KEY,
  baseUrl: sandbox.url,
  allow: ["leads.list", "leads.get", "leads.create", "leads.update", "skill"],
  authorize: () => true,
});
const own = { "sec-fetch-site": "same-origin" };
const writing = { ...own, "content-type": "application/json" };

beforeEach(async () => {
  await sandbox.knob("DELETE", "faults");
  await sandbox.knob("DELETE", "requests");
});

/** @param {string} path @param {RequestInit} [init] */
function request(path, init) {
  return new Request(`${ORIGIN}/api/konektor${path}`, { headers: own, ...init });
}

/** The error code of a refusal. */
async function code(/** @type {Promise<Response>} */ refusal) {
  const response = await refusal;
  assert.equal(response.headers.get("cache-control"), "no-store");
  return `${response.status} ${(await response.json()).error.code}`;
}

async function nothingWasSent() {
  assert.deepEqual(await sandbox.requests(), []);
}

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

test("answers carry the request id and are not stored", async () => {
  const response = await proxy(options)(request("/api/v2/agent/leads?limit=2"));

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual((await response.json()).success, true);
});

for (const [what, wrong] of /** @type {[string, any][]} */ ([
  ["nothing", undefined],
  ["no list of operations", { authorize: () => true }],
  ["an empty list", { allow: [], authorize: () => true }],
  ["an operation that there is not", { allow: ["leads.delete"], authorize: () => true }],
  ["no authorize", { allow: ["leads.list"] }],
])) {
  test(`a proxy with ${what} cannot be made`, () => {
    assert.throws(() => proxy(wrong), { name: "UsageError" });
  });
}

test("what is not allowed is refused", async () => {
  const handler = proxy({ ...options, allow: ["leads.list"] });

  assert.equal(await code(handler(request("/api/v2/agent/leads/lead_1"))), "403 FORBIDDEN");
  assert.equal(
    await code(handler(request("/api/v2/agent/leads", { method: "POST", headers: writing, body: "{}" }))),
    "403 FORBIDDEN",
  );
  await nothingWasSent();
});

test("who is not authorized is refused, and authorize is told what is wanted", async () => {
  /** @type {string[]} */
  const asked = [];
  const handler = proxy({
    ...options,
    authorize: async ({ headers }, operation) => {
      asked.push(`${headers.get("cookie")} ${operation}`);
      return false;
    },
  });

  assert.equal(
    await code(handler(request("/api/v2/agent/leads", { headers: { ...own, cookie: "session=1" } }))),
    "403 FORBIDDEN",
  );
  assert.deepEqual(asked, ["session=1 leads.list"]);
  await nothingWasSent();
});

for (const path of [
  "/api/v2/agent/webhooks",
  "/api/v2/agent/leads/",
  "/api/v2/agent/leads/a/b",
  "/api/v2/agent/leads/..%2Fworkspace",
  "/api/v2/agent/leads/%2e%2e/webhooks",
  "/api/v2/agent/leads/a%3Fb",
  "/api/v2/agent/leads/a%00",
  "/api/v2/agent/leads/..;/workspace",
  "/api/v2/agent/leads\\..\\webhooks",
  "/__sandbox/leads",
  "/",
]) {
  test(`${path} leads nowhere`, async () => {
    assert.equal(await code(proxy(options)(request(path))), "404 NOT_FOUND");
    await nothingWasSent();
  });
}

for (const path of ["/api/v2/agent/leads/%2e%2e/workspace", "/api/v2/agent/leads\\..\\workspace"]) {
  test(`${path} is judged as the operation that it leads to`, async () => {
    assert.equal(await code(proxy(options)(request(path))), "403 FORBIDDEN");
    await nothingWasSent();
  });
}

for (const headers of [
  { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
  { "sec-fetch-site": "same-site", origin: "https://other.app.example" },
  { origin: "https://evil.example" },
  { origin: "null" },
  {},
]) {
  test(`a write with ${JSON.stringify(headers)} is refused`, async () => {
    const init = { method: "POST", headers: { "content-type": "application/json", ...headers }, body: "{}" };

    assert.equal(await code(proxy(options)(request("/api/v2/agent/leads", init))), "403 FORBIDDEN");
    await nothingWasSent();
  });
}

for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
  test(`a read with ${JSON.stringify(headers)} is refused`, async () => {
    assert.equal(await code(proxy(options)(request("/api/v2/agent/leads", { headers }))), "403 FORBIDDEN");
    await nothingWasSent();
  });
}

test("an Origin equal to the proxy's own is enough for a write", async () => {
  const headers = { "content-type": "application/json; charset=utf-8", origin: ORIGIN };
  const init = { method: "POST", headers, body: JSON.stringify({ firstName: "Budi" }) };

  assert.equal((await proxy(options)(request("/api/v2/agent/leads", init))).status, 201);
});

for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""]) {
  test(`a write of type "${type}" is refused: a plain form could send it`, async () => {
    const init = { method: "POST", headers: { ...own, "content-type": type }, body: "{}" };

    assert.equal(await code(proxy(options)(request("/api/v2/agent/leads", init))), "415 UNSUPPORTED_MEDIA_TYPE");
    await nothingWasSent();
  });
}

test("a body that no lead can have is refused", async () => {
  const init = { method: "POST", headers: writing, body: `{"firstName":"${"x".repeat(200_000)}"}` };

  assert.equal(await code(proxy(options)(request("/api/v2/agent/leads", init))), "413 PAYLOAD_TOO_LARGE");
  await nothingWasSent();
});

test("a wrong lead is refused with the API's details", async () => {
  const init = { method: "POST", headers: writing, body: '{"email":"x"}' };
  const response = await proxy(options)(request("/api/v2/agent/leads", init));

  assert.equal(response.status, 400);
  assert.deepEqual((await response.json()).error.details, { firstName: "Required", email: "Invalid email" });
  await nothingWasSent();
});

test("a query that the API does not document does not reach it", async () => {
  assert.equal(await code(proxy(options)(request("/api/v2/agent/leads?workspace=other"))), "400 VALIDATION_ERROR");
  await nothingWasSent();
});

test("nothing that a visitor's request carries reaches the API but the operation", async (t) => {
  /** @type {Headers[]} */
  const sent = [];
  const handler = proxy({
    ...options,
    fetch: (url, init) => {
      sent.push(new Headers(init.headers));
      return fetch(url, init);
    },
  });
  await handler(request("/api/v2/agent/leads", { headers: { ...own, cookie: "a=b", authorization: "Bearer mine" } }));

  assert.equal(sent[0]?.get("authorization"), `Bearer ${KEY}`);
  assert.equal(sent[0]?.get("cookie"), null);
  t.diagnostic([...(sent[0]?.keys() ?? [])].join());
});

test("a 429 passes through with its Retry-After, and the proxy does not repeat", async () => {
  await sandbox.fault({ answer: "status", status: 429, retryAfter: "7" });
  const response = await proxy(options)(request("/api/v2/agent/leads"));

  assert.equal(response.status, 429);
  assert.equal(response.headers.get("retry-after"), "7");
  assert.equal((await sandbox.requests()).length, 1);
});

for (const [fault, wanted] of /** @type {[object, string][]} */ ([
  [{ answer: "cut" }, "502 CONNECTION_ERROR"],
  [{ answer: "redirect", status: 302 }, "502 REDIRECT_REFUSED"],
  [{ answer: "malformed" }, "502 RESPONSE_SHAPE"],
  [{ answer: "html", status: 503 }, "503 HTTP_ERROR"],
])) {
  test(`an API that answers ${JSON.stringify(fault)} is ${wanted}`, async () => {
    await sandbox.fault(fault);

    assert.equal(await code(proxy(options)(request("/api/v2/agent/leads"))), wanted);
  });
}

test("an API that does not answer in time is 504", async () => {
  await sandbox.fault({ answer: "hang" });

  assert.equal(await code(proxy({ ...options, timeoutMs: 50 })(request("/api/v2/agent/leads"))), "504 TIMEOUT");
});
