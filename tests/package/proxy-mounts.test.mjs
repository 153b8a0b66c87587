// @ts-check
// The proxy as frameworks call it. Next hands a second argument to its route handlers (tests/packaging), Workers an environment.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { proxy } from "konektor/proxy";
import { code, create, own, recorder, request } from "./proxied.mjs";

const LEADS = "/api/v2/agent/leads";

test("a Hono app hands over its raw request, also from a router in a router", async () => {
  const { options, sent } = recorder();
  const handler = proxy(options);
  const inner = new Hono().all("/konektor/*", (context) => handler(context.req.raw));
  const app = new Hono().route("/api", inner);

  assert.equal((await app.fetch(request(`${LEADS}?limit=5`))).status, 200);
  assert.equal((await app.fetch(create())).status, 200);
  assert.deepEqual(
    sent.map(({ method, url, body }) => [method, url, body]),
    [
      ["GET", `https://api.example${LEADS}?limit=5`, ""],
      ["POST", `https://api.example${LEADS}`, '{"firstName":"Andi"}'],
    ],
  );
});

test("a Hono app that cuts off the mount, and answers HEAD by its handler of GET, does no harm", async () => {
  const { options, sent } = recorder();
  const app = new Hono().mount("/api/konektor", proxy(options));

  assert.equal((await app.fetch(request(`${LEADS}/lead_1`))).status, 200);
  assert.equal((await app.fetch(request(`${LEADS}/lead_1`, { method: "HEAD" }))).status, 405);
  assert.equal(await code(app.fetch(request(`${LEADS}/..%2fworkspace`))), "404 NOT_FOUND");
  assert.equal(sent.length, 1);
});

test("further arguments are of no interest", async () => {
  const { options, sent } = recorder();
  const handler = /** @type {(...all: unknown[]) => Promise<Response>} */ (proxy(options));
  const context = { params: Promise.resolve({ path: ["api", "v2", "agent", "workspace"] }) };

  assert.equal((await handler(request(LEADS, { headers: own }), context)).status, 200);
  assert.equal(sent[0]?.url, `https://api.example${LEADS}`);
});
