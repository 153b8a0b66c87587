// @ts-check
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { inspect } from "node:util";
import * as sdk from "konektor";
import { isKonektorError, Konektor } from "konektor";
import { json, KEY, serve, startSandbox } from "./servers.mjs";

const sandbox = await startSandbox({ after }, ["--plan", "pro", "--key", KEY, "--key", "knk_reader:agent.leads.read"]);
const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, maxRetries: 0 });

beforeEach(() => sandbox.knob("DELETE", "faults"));

/** @type {[string, string, () => Promise<unknown>, object][]} */
const cases = [
  [
    "an unknown key",
    "AuthenticationError",
    () => new Konektor({ apiKey: "knk_other", baseUrl: sandbox.url }).leads.list(),
    { code: "UNAUTHORIZED", status: 401 },
  ],
  [
    "a missing scope",
    "PermissionDeniedError",
    () => new Konektor({ apiKey: "knk_reader", baseUrl: sandbox.url }).leads.create({ firstName: "Andi" }),
    { code: "FORBIDDEN", status: 403 },
  ],
  ["an unknown lead", "NotFoundError", () => konektor.leads.get("lead_none"), { code: "NOT_FOUND", status: 404 }],
];
for (const [what, name, call, wanted] of cases) {
  test(`${what} is a ${name}, with request id and rate limit`, async () => {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof /** @type {any} */ (sdk)[name]);
      assert.ok(error instanceof sdk.ApiError);
      assert.ok(error instanceof sdk.KonektorError);
      assert.ok(isKonektorError(error));
      assert.equal(error.name, name);
      assert.ok(error.requestId);
      assert.equal(error.rateLimit?.limit, 200);
      for (const [field, value] of Object.entries(wanted)) assert.equal(/** @type {any} */ (error)[field], value);
      return true;
    });
  });
}

test("what the server refuses carries the server's details", async (t) => {
  const fields = { firstName: "Required", email: "Invalid email" };
  const url = await serve(t, (_, response) =>
    json(response, { success: false, error: { code: "VALIDATION_ERROR", message: "Invalid", details: fields } }, 400),
  );

  await assert.rejects(new Konektor({ apiKey: KEY, baseUrl: url }).leads.create({ firstName: "Andi" }), {
    name: "ValidationError",
    status: 400,
    details: fields,
    requestId: "req_1",
  });
});

test("a proxy's page is told by its status and the page's beginning", async () => {
  await sandbox.fault({ answer: "html", status: 502 });

  await assert.rejects(konektor.leads.list(), (error) => {
    assert.ok(error instanceof sdk.InternalServerError);
    assert.equal(error.status, 502);
    assert.equal(error.code, "HTTP_ERROR");
    assert.match(error.excerpt ?? "", /<html/i);
    assert.ok((error.excerpt ?? "").length <= 200);
    return true;
  });
});

for (const answer of ["empty", "malformed"]) {
  test(`an answer that is ${answer} is told with status and request id`, async () => {
    await sandbox.fault({ answer });

    await assert.rejects(konektor.leads.list(), (error) => {
      assert.ok(error instanceof sdk.ResponseShapeError);
      assert.equal(error.status, 200);
      assert.ok(error.requestId);
      return true;
    });
  });
}

test("a body that is cut is a connection error that has what the answer's head said", async () => {
  await sandbox.fault({ answer: "truncated" });

  await assert.rejects(konektor.leads.list(), (error) => {
    assert.ok(error instanceof sdk.ConnectionError);
    assert.equal(/** @type {any} */ (error).phase, "body");
    assert.equal(error.status, 200);
    assert.ok(error.requestId);
    return true;
  });
});

test("a field of a wrong type is told by its path", async (t) => {
  const url = await serve(t, (_, response) =>
    json(response, { success: true, data: [{ id: "lead_1" }, { id: "lead_2", email: 5 }], pagination: { page: 1 } }),
  );

  await assert.rejects(new Konektor({ apiKey: KEY, baseUrl: url }).leads.list(), (error) => {
    assert.ok(error instanceof sdk.ResponseShapeError);
    assert.match(error.path ?? "", /^\$?\.?data\[1\]\.email$/);
    assert.equal(error.requestId, "req_1");
    return true;
  });
});

test("what the API adds reaches the caller unchanged", async (t) => {
  const lead = { id: "lead_1", status: "archived", adPlatform: "snap", score: { value: 7 }, firstName: "\ud83d\u0000" };
  const url = await serve(t, (_, response) => json(response, { success: true, data: lead }));

  assert.deepEqual(await new Konektor({ apiKey: KEY, baseUrl: url }).leads.get("lead_1"), lead);
});

test("the key shows nowhere", async (t) => {
  const apiKey = "knk_very_secret_key";
  const url = await serve(t, (request, response) => {
    response.writeHead(502, { "content-type": "text/plain" });
    response.end(`You sent ${request.headers.authorization}`);
  });
  const client = new Konektor({ apiKey, baseUrl: url, maxRetries: 0 });
  /** @type {unknown[]} */
  const shown = [client, client.leads];
  await client.leads.list().catch((error) => shown.push(error));
  await new Konektor({
    apiKey,
    maxRetries: 0,
    fetch: async (_, { headers }) => {
      throw new TypeError(`bad header ${JSON.stringify(headers)}`);
    },
  }).leads
    .list()
    .catch((error) => shown.push(error));
  await new Konektor({ apiKey: `${apiKey}\n` }).leads.list().catch((error) => shown.push(error));

  assert.equal(shown.length, 5);
  for (const one of shown) {
    const told = [inspect(one, { depth: 9, showHidden: true }), String(one), JSON.stringify(one)].join("\n");
    assert.ok(!told.includes("very_secret"), told);
  }
});

test("what fetch threw is the cause", async () => {
  const cause = new TypeError("fetch failed");
  const failing = new Konektor({ apiKey: KEY, maxRetries: 0, fetch: () => Promise.reject(cause) });

  await assert.rejects(failing.leads.list(), { name: "ConnectionError", code: "CONNECTION_ERROR", cause });
});

test("only what this package throws is a KonektorError", () => {
  for (const other of [undefined, null, "x", 5, {}, new Error("x")]) assert.equal(isKonektorError(other), false);
});

test("a call that fails and was only asked for its response is not an unhandled rejection", async () => {
  await assert.rejects(konektor.leads.get("lead_none").withResponse(), { name: "NotFoundError" });
  await assert.rejects(konektor.leads.get("lead_none").finally(), { name: "NotFoundError" });
  assert.equal(await konektor.leads.get("lead_none").catch(() => "caught"), "caught");
});
