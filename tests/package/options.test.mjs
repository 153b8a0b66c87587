// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Konektor, UsageError } from "konektor";

const version = JSON.parse(readFileSync(new URL("../../pkg-template/package.json", import.meta.url), "utf8")).version;

/** A `fetch` that answers an empty list and keeps what it was asked. */
function recorder() {
  /** @type {{ url: string, init: RequestInit }[]} */
  const sent = [];
  return {
    sent,
    /** @type {import("konektor").Fetch} */
    fetch: async (url, init) => {
      sent.push({ url, init });
      return Response.json({ success: true, data: [], pagination: { page: 1, totalPages: 1 } });
    },
  };
}

test("a request carries the key, says who it is, and is not redirected", async () => {
  const { sent, fetch } = recorder();
  await new Konektor({ apiKey: "knk_test", fetch }).leads.list({ limit: 5 });

  const [{ url, init } = assert.fail("nothing was sent")] = sent;
  const headers = new Headers(init.headers);
  assert.equal(url, "https://konektor.id/api/v2/agent/leads?limit=5");
  assert.equal(headers.get("authorization"), "Bearer knk_test");
  assert.equal(headers.get("user-agent"), `konektor/${version} (node/${process.versions.node})`);
  assert.equal(init.redirect, "manual");
  assert.equal(init.body, undefined);
});

test("headers of client and call are sent, the call's last, and cannot replace the key", async () => {
  const { sent, fetch } = recorder();
  const konektor = new Konektor({ apiKey: "knk_test", fetch, headers: { "x-a": "client", "x-b": "client" } });
  await konektor.leads.list({}, { headers: { "x-b": "call", Authorization: "Bearer other" } });

  const headers = new Headers(sent[0]?.init.headers);
  assert.equal(headers.get("x-a"), "client");
  assert.equal(headers.get("x-b"), "call");
  assert.equal(headers.get("authorization"), "Bearer knk_test");
});

test("the key comes from the environment when none is given", async () => {
  const { sent, fetch } = recorder();
  process.env.KONEKTOR_API_KEY = "knk_environment";
  try {
    await new Konektor({ fetch }).leads.list();
  } finally {
    delete process.env.KONEKTOR_API_KEY;
  }

  assert.equal(new Headers(sent[0]?.init.headers).get("authorization"), "Bearer knk_environment");
});

test("without any key nothing is sent", async () => {
  const { sent, fetch } = recorder();
  await assert.rejects(new Konektor({ fetch }).leads.list(), { name: "UsageError", message: /KONEKTOR_API_KEY/ });

  assert.equal(sent.length, 0);
});

for (const baseUrl of [
  "http://konektor.id",
  "ftp://konektor.id",
  "konektor.id",
  "https://user:secret@konektor.id",
  "//x.example",
]) {
  test(`nothing is sent to ${baseUrl}`, async () => {
    const { sent, fetch } = recorder();
    await assert.rejects(async () => new Konektor({ apiKey: "knk_test", baseUrl, fetch }).leads.list(), UsageError);

    assert.equal(sent.length, 0);
  });
}

test("a path of the page's own origin means nothing where there is no page", () => {
  assert.throws(() => new Konektor({ baseUrl: "/api/konektor" }), UsageError);
});

test("in a page a key is refused, and a path needs none", async () => {
  const { sent, fetch } = recorder();
  Object.assign(globalThis, { window: globalThis, document: {} });
  process.env.KONEKTOR_API_KEY = "knk_inlined";
  try {
    assert.throws(() => new Konektor({ apiKey: "knk_test" }), /dangerouslyAllowBrowser/);
    new Konektor({ apiKey: "knk_test", dangerouslyAllowBrowser: true });
    await new Konektor({ baseUrl: "/api/konektor", fetch }).leads.list();
  } finally {
    delete process.env.KONEKTOR_API_KEY;
    Reflect.deleteProperty(globalThis, "window");
    Reflect.deleteProperty(globalThis, "document");
  }

  assert.equal(sent[0]?.url, "/api/konektor/api/v2/agent/leads");
  const headers = new Headers(sent[0]?.init.headers);
  assert.equal(headers.get("authorization"), null);
  assert.equal(headers.get("user-agent"), null);
});

for (const [what, options] of /** @type {[string, any][]} */ ([
  ["a timeout that is none", { timeoutMs: "soon" }],
  ["a timeout below zero", { timeoutMs: -1 }],
  ["retries that are none", { maxRetries: 1.5 }],
])) {
  test(`${what} is a usage error and sends nothing`, async () => {
    const { sent, fetch } = recorder();
    await assert.rejects(new Konektor({ apiKey: "knk_test", fetch, ...options }).leads.list(), UsageError);

    assert.equal(sent.length, 0);
  });
}

test("an input that is no JSON is a usage error", async () => {
  const { fetch } = recorder();
  const lead = /** @type {any} */ ({ firstName: "Andi", estimatedValue: 5n });

  await assert.rejects(new Konektor({ apiKey: "knk_test", fetch }).leads.create(lead), UsageError);
});

test("a number that is none is refused; as null it would clear the field", async () => {
  const { sent, fetch } = recorder();
  const konektor = new Konektor({ apiKey: "knk_test", fetch });
  for (const estimatedValue of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await assert.rejects(konektor.leads.update("lead_1", { estimatedValue }), {
      name: "ValidationError",
      details: { estimatedValue: "Invalid JSON: number out of range at byte 18" },
    });
  }

  assert.equal(sent.length, 0);
});

test("an id that is none is a usage error and never another path", async () => {
  const { sent, fetch } = recorder();
  const konektor = new Konektor({ apiKey: "knk_test", fetch, maxRetries: 0 });
  for (const id of /** @type {any[]} */ (["", "..", undefined, null])) {
    await assert.rejects(konektor.leads.get(id), UsageError);
  }
  await konektor.leads.get("../workspace?x").catch(() => {});

  assert.deepEqual(
    sent.map(({ url }) => url),
    ["https://konektor.id/api/v2/agent/leads/..%2Fworkspace%3Fx"],
  );
});
