// @ts-check
// What stands around the operations: requests that no operation stands for, and middleware around each attempt.

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { Konektor } from "konektor";
import { KEY, startSandbox } from "./servers.mjs";

const sandbox = await startSandbox({ after });
const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url });
const LEADS = "/api/v2/agent/leads";

beforeEach(() => sandbox.reset());

test("a request of one's own reads and writes as the operations do", async () => {
  /** @type {{ success: true, data: import("konektor").Lead }} */
  const { data: created } = await konektor.request("POST", LEADS, { body: { firstName: "Andi", new2027: true } });
  await konektor.request("PATCH", `${LEADS}/${created.id}`, { body: { status: "won" } });
  const answer = konektor.request("GET", LEADS, { query: { status: "won", limit: 1, cursor: undefined } });

  const { status, requestId, rateLimit, data } = await answer.withResponse();
  assert.equal(/** @type {any} */ (data).pagination.total, 1);
  assert.deepEqual([status, typeof requestId, rateLimit], [200, "string", undefined]);
  assert.deepEqual((await sandbox.requests()).at(-1).query, "status=won&limit=1");
});

test("its failures are the operations' errors, and it is repeated like them", async ({ mock }) => {
  mock.method(Math, "random", () => 0);
  await sandbox.fault({ answer: "status", status: 503, times: 2 });
  await assert.rejects(konektor.request("GET", `${LEADS}/none`), { name: "NotFoundError", attempts: 3 });

  await sandbox.fault({ answer: "cut" });
  await assert.rejects(konektor.request("POST", LEADS, { body: {} }), { attempts: 1, outcomeUnknown: true });
});

test("it goes nowhere but below the base URL", async () => {
  for (const path of ["leads", "//evil.example/", "/../x", "/%2e%2e/x", "https://evil.example/", "/a b"]) {
    await assert.rejects(konektor.request("GET", path), { name: "UsageError" }, path);
  }
  await assert.rejects(konektor.request(/** @type {any} */ ("TRACE"), "/"), { name: "UsageError" });

  assert.deepEqual(await sandbox.requests(), []);
});

test("an empty answer is undefined, and what is no JSON an error", async () => {
  const answers = [new Response(null, { status: 204 }), new Response("<html>")];
  const other = new Konektor({ apiKey: KEY, fetch: async () => answers.shift() ?? assert.fail("too many") });

  assert.equal(await other.request("DELETE", "/api/v2/agent/tags/1"), undefined);
  await assert.rejects(other.request("DELETE", "/api/v2/agent/tags/1"), { name: "ResponseShapeError" });
});

test("middleware stands around each attempt, the first one outermost", async ({ mock }) => {
  mock.method(Math, "random", () => 0);
  await sandbox.fault({ answer: "status", status: 503 });
  /** @type {string[]} */
  const seen = [];
  /** @type {(name: string) => import("konektor").Middleware} */
  const note = (name) => (next) => async (url, init) => {
    seen.push(`${name} ${init.method}`);
    const response = await next(url, init);
    seen.push(`${name} ${response.status}`);
    return response;
  };
  await new Konektor({ apiKey: KEY, baseUrl: sandbox.url, middleware: [note("outer"), note("inner")] }).leads.list();

  const attempt = (/** @type {number} */ status) => ["outer GET", "inner GET", `inner ${status}`, `outer ${status}`];
  assert.deepEqual(seen, [...attempt(503), ...attempt(200)]);
});

test("middleware may change a request, and answer in its place; what it throws is a failed connection", async () => {
  /** @type {import("konektor").Middleware} */
  const traced = (next) => (url, init) => {
    const headers = new Headers(init.headers);
    headers.set("x-trace", "1");
    return next(url, { ...init, headers });
  };
  /** @type {import("konektor").Middleware} */
  const playing =
    () =>
    async (_, { headers }) => {
      if (new Headers(headers).get("x-trace") !== "1") throw new Error("no trace");
      return Response.json({ success: true, data: { id: "played" } });
    };

  const both = new Konektor({ apiKey: KEY, middleware: [traced, playing] });
  assert.equal((await both.leads.get("x")).id, "played");
  const one = new Konektor({ apiKey: KEY, middleware: [playing], maxRetries: 0 });
  await assert.rejects(one.leads.get("x"), (error) => {
    assert.equal(/** @type {any} */ (error).code, "CONNECTION_ERROR");
    assert.match(String(/** @type {any} */ (error).cause), /no trace/);
    return true;
  });
});
