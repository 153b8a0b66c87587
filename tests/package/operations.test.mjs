// @ts-check
// Analytics, conversions, the workspace and support, over a server that gives the API document's own examples word for word.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, beforeEach, test } from "node:test";
import { Konektor } from "konektor";
import { proxy } from "konektor/proxy";
import { json, serve } from "./servers.mjs";

const example = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(new URL(`../contract/golden/${name}.json`, import.meta.url), "utf8"));
const ticket = example("support.createTicket.request");

/** @type {{ method?: string | undefined, url?: string | undefined, body: string }[]} */
const requests = [];
const paths = /** @type {Record<string, string>} */ ({
  "GET /api/v2/agent/analytics/summary": "analytics.summary",
  "GET /api/v2/agent/analytics/funnel": "analytics.funnel",
  "GET /api/v2/agent/analytics/campaigns": "analytics.campaigns",
  "GET /api/v2/agent/conversions/status": "conversions.status",
  "GET /api/v2/agent/conversions/pending": "conversions.pending",
  "GET /api/v2/agent/workspace": "workspace.get",
  "POST /api/v2/agent/support/tickets": "support.createTicket",
});
/** @type {number[]} */
let failures = [];
const baseUrl = await serve({ after }, async (request, response) => {
  const { method, url = "" } = request;
  let body = "";
  for await (const chunk of request) body += chunk;
  requests.push({ method, url, body });
  const status = failures.shift();
  if (status) return json(response, { success: false, error: { code: "X", message: "No.", details: null } }, status);
  const name = paths[`${method} ${url.split("?")[0]}`];
  json(response, name ? example(name) : {}, name ? 200 : 404);
});
const konektor = new Konektor({ apiKey: "knk_test", baseUrl });

beforeEach(() => {
  requests.length = 0;
  failures = [];
});

/** @type {[string, () => import("konektor").CallPromise<unknown>, string][]} */
const operations = [
  [
    "analytics.summary",
    () => konektor.analytics.summary({ timeframe: "last_7_days" }),
    "GET /api/v2/agent/analytics/summary?timeframe=last_7_days",
  ],
  [
    "analytics.funnel",
    () => konektor.analytics.funnel({ timeframe: "current_month" }),
    "GET /api/v2/agent/analytics/funnel?timeframe=current_month",
  ],
  [
    "analytics.campaigns",
    () => konektor.analytics.campaigns({ from: "2025-01-01", to: "2025-01-31" }),
    "GET /api/v2/agent/analytics/campaigns?from=2025-01-01&to=2025-01-31",
  ],
  [
    "conversions.status",
    () => konektor.conversions.status({ timeframe: "today", platform: "meta" }),
    "GET /api/v2/agent/conversions/status?timeframe=today&platform=meta",
  ],
  ["conversions.pending", () => konektor.conversions.pending(), "GET /api/v2/agent/conversions/pending"],
  ["workspace.get", () => konektor.workspace.get(), "GET /api/v2/agent/workspace"],
  ["support.createTicket", () => konektor.support.createTicket(ticket), "POST /api/v2/agent/support/tickets"],
];
for (const [name, call, request] of operations) {
  test(`${name} asks as the document does and answers its example`, async () => {
    assert.deepEqual(await call(), example(name).data);
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      [request],
    );
  });

  test(`${name} tells what the headers said`, async () => {
    const { data, status, requestId } = await call().withResponse();
    assert.deepEqual({ data, status, requestId }, { data: example(name).data, status: 200, requestId: "req_1" });
  });
}

test("a ticket's body is what the caller wrote", async () => {
  await konektor.support.createTicket(ticket);
  assert.deepEqual(JSON.parse(requests[0]?.body ?? ""), ticket);
});

test("reads are repeated after a failure, and a ticket is not", async () => {
  failures = [503];
  await konektor.workspace.get();
  assert.equal(requests.length, 2);

  failures = [503];
  await assert.rejects(konektor.support.createTicket(ticket), { name: "InternalServerError", outcomeUnknown: true });
  assert.equal(requests.length, 3);
});

for (const [what, call, field] of /** @type {[string, () => Promise<unknown>, string][]} */ ([
  [
    "a timeframe that there is not",
    () => konektor.analytics.summary({ timeframe: /** @type {any} */ ("ever") }),
    "timeframe",
  ],
  [
    "a span that ends before it begins",
    () => konektor.analytics.funnel({ from: "2025-02-01", to: "2025-01-01" }),
    "from",
  ],
  [
    "a platform that there is not",
    () => konektor.conversions.status({ platform: /** @type {any} */ ("x") }),
    "platform",
  ],
  ["a subject of two letters", () => konektor.support.createTicket({ subject: "Hi", message: "Help" }), "subject"],
  ["a ticket without a message", () => konektor.support.createTicket({ subject: "Help", message: "" }), "message"],
  ["no ticket", () => konektor.support.createTicket(/** @type {any} */ (undefined)), ""],
])) {
  test(`${what} is refused before anything is sent`, async () => {
    await assert.rejects(call(), (/** @type {any} */ error) => {
      assert.equal(error.name, "ValidationError");
      if (field) assert.ok(field in error.details, JSON.stringify(error.details));
      return true;
    });
    assert.deepEqual(requests, []);
  });
}

test("the proxy answers each of them where it is allowed, and only there", async () => {
  const allow = /** @type {import("konektor/proxy").Operation[]} */ (operations.map(([name]) => name));
  for (const [name, , asked] of operations) {
    const [method = "", path] = asked.split(" ");
    const request = () =>
      new Request(`https://app.example/api/konektor${path}`, {
        method,
        headers: { "sec-fetch-site": "same-origin", "content-type": "application/json" },
        ...(method === "POST" && { body: JSON.stringify(ticket) }),
      });
    const options = { apiKey: "knk_test", baseUrl, authorize: () => true };

    const answer = await proxy({ ...options, allow })(request());
    assert.deepEqual([answer.status, await answer.json()], [200, example(name)]);
    assert.equal(requests.length, 1, name);

    const refusal = await proxy({ ...options, allow: allow.filter((one) => one !== name) })(request());
    assert.deepEqual([refusal.status, (await refusal.json()).error.code], [403, "FORBIDDEN"]);
    assert.equal(requests.length, 1, name);
    requests.length = 0;
  }
});
