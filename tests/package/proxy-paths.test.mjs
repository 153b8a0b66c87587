// @ts-check
// Where a path leads. Whatever is asked of the proxy, what it asks of the API is an allowed operation at its documented place.

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { proxy } from "konektor/proxy";
import { code, ORIGIN, own, recorder, request, writing } from "./proxied.mjs";

const LEADS = "/api/v2/agent/leads";

for (const path of [
  "/api/v2/agent/webhooks",
  "/api/v2/agent/leads/",
  "/api/v2/agent/leads/a/b",
  "/api/v2/agent/leads//a",
  "/api/v2/agent//leads",
  "/api/v2/agent%2Fleads",
  "/api/v2/agent/leads/..%2Fworkspace",
  "/api/v2/agent/leads/..%5Cworkspace",
  "/api/v2/agent/leads/%252e%252e%252fworkspace",
  "/api/v2/agent/leads/%2e%2e/webhooks",
  "/api/v2/agent/leads/a%3Fb",
  "/api/v2/agent/leads/a%23b",
  "/api/v2/agent/leads/a%00",
  "/api/v2/agent/leads/a%0d%0aX-Evil:1",
  "/api/v2/agent/leads/a;b",
  "/api/v2/agent/leads;a",
  "/api/v2/agent/leads/..;/workspace",
  "/api/v2/agent/leads\\..\\webhooks",
  "/api/v2/agent/leads/https://elsewhere.example",
  "/api/v2/agent/leads/@elsewhere.example",
  "/api/v2/agent/leads/lead_é",
  "/API/V2/AGENT/LEADS",
  "/v2/agent/leads",
  "/__sandbox/leads",
  "//elsewhere.example",
  "/",
]) {
  test(`${path} leads nowhere`, async () => {
    const { options, sent } = recorder();

    assert.equal(await code(proxy(options)(request(path))), "404 NOT_FOUND");
    assert.deepEqual(sent, []);
  });
}

for (const path of [
  "/api/v2/agent/leads/%2e%2e/workspace",
  "/api/v2/agent/leads/.%2E/workspace",
  "/api/v2/agent/leads\\..\\workspace",
]) {
  test(`${path} is judged as the operation that it leads to`, async () => {
    const { options, sent } = recorder();

    assert.equal(await code(proxy(options)(request(path))), "403 FORBIDDEN");
    assert.deepEqual(sent, []);
  });
}

for (const mount of [
  "",
  "/api/konektor",
  "/a/b/c",
  "/api/v2/agent",
  LEADS,
  `${LEADS}${LEADS}`,
  `${LEADS}/lead_2`,
  "/https://elsewhere.example",
  "//elsewhere.example",
  "/%2e%2e%2f;/%00",
]) {
  test(`mounted at "${mount}", the same operations are found`, async () => {
    const { options, sent } = recorder();
    const handler = proxy(options);
    for (const path of [LEADS, `${LEADS}/lead_1`]) {
      await handler(new Request(`${ORIGIN}${mount}${path}`, { headers: own }));
    }

    assert.deepEqual(
      sent.map(({ url }) => url),
      [`https://api.example${LEADS}`, `https://api.example${LEADS}/lead_1`],
    );
  });
}

const METHODS = ["GET", "GET", "GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS"];
const OPERATIONS = /** @type {const} */ ({
  "leads.list": ["GET", /^\/api\/v2\/agent\/leads$/],
  "leads.get": ["GET", /^\/api\/v2\/agent\/leads\/[\w.~-]+$/],
  "leads.create": ["POST", /^\/api\/v2\/agent\/leads$/],
  "leads.update": ["PATCH", /^\/api\/v2\/agent\/leads\/[\w.~-]+$/],
  "workspace.get": ["GET", /^\/api\/v2\/agent\/workspace$/],
  "conversions.status": ["GET", /^\/api\/v2\/agent\/conversions\/status$/],
});

const MOUNTS = ["", "/api/konektor", LEADS, "//elsewhere.example"];
const REAL = [LEADS, `${LEADS}/lead_1`, "/api/v2/agent/workspace", "/api/v2/agent/conversions/status"];
const ASTRAY = [
  ...[
    "..",
    ".",
    "%2e",
    "%2E%2e",
    "%252e",
    "%2f",
    "%5c",
    "%252f",
    "\\",
    "/",
    "//",
    ";",
    "%00",
    "\u0000",
    "\t",
    "\n",
    " ",
  ],
  ...["@", ":80", "https://elsewhere.example", "?", "#", "%", "%3f", "%23", "ⅱ", "。", "．", "／", "../workspace"],
];
const twist = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ASTRAY) },
  fc.string({ maxLength: 4 }),
  fc.string({ unit: "binary", maxLength: 3 }),
);
/** The API's own paths, with something put in somewhere; and paths of pieces that have led others astray. */
const paths = fc.oneof(
  fc
    .tuple(fc.constantFrom(...MOUNTS), fc.constantFrom(...REAL), fc.nat(40), fc.array(twist, { maxLength: 2 }))
    .map(([mount, path, at, twists]) => mount + path.slice(0, at) + twists.join("") + path.slice(at)),
  fc
    .tuple(
      fc.constantFrom(...MOUNTS),
      fc.array(fc.oneof(twist, fc.constantFrom(...REAL, "/api", "/v2")), { maxLength: 8 }),
    )
    .map(([mount, pieces]) => `${mount}/${pieces.join("")}`),
);

test("whatever path is asked for, the API is asked an allowed operation at its documented path, or nothing", async (t) => {
  let reached = 0;
  const names = /** @type {(keyof typeof OPERATIONS)[]} */ (Object.keys(OPERATIONS));
  await fc.assert(
    fc.asyncProperty(
      paths,
      fc.constantFrom(...METHODS),
      fc.subarray(names, { minLength: 3 }),
      async (path, method, allow) => {
        const asked = attempt(() => new Request(`${ORIGIN}${path}`, { method, headers: writing, ...bodyOf(method) }));
        if (!asked) return;
        const { options, sent } = recorder();
        const response = await proxy({ ...options, allow })(asked);

        const [request, ...more] = sent;
        assert.deepEqual(more, []);
        if (!request) {
          assert.ok(response.status === 204 || (response.status >= 400 && response.status < 500), `${response.status}`);
          return;
        }
        reached += 1;
        const { origin, pathname, hash, username } = new URL(request.url);
        assert.deepEqual([origin, hash, username], ["https://api.example", "", ""]);
        // What was built is what is sent: nothing in it is resolved once more.
        assert.equal(request.url.split("?")[0], `${origin}${pathname}`);
        assert.ok(
          allow.some((name) => OPERATIONS[name][0] === request.method && OPERATIONS[name][1].test(pathname)),
          `${method} ${path} became ${request.method} ${request.url}`,
        );
        assert.equal(request.method, method);
      },
    ),
    { numRuns: 5_000 },
  );
  // Paths that all lead nowhere would prove nothing.
  assert.ok(reached > 250, `${reached} of 5000 reached the API`);
  t.diagnostic(`${reached} of 5000 reached the API`);
});

/** @template T @param {() => T} make @returns {T | undefined} */
function attempt(make) {
  try {
    return make();
  } catch {
    return undefined;
  }
}

function bodyOf(/** @type {string} */ method) {
  return { body: method === "POST" || method === "PATCH" ? '{"firstName":"Andi"}' : null };
}

for (const [method, path, allow] of /** @type {[string, string, string][]} */ ([
  ["PUT", LEADS, "GET, POST"],
  ["PATCH", LEADS, "GET, POST"],
  ["HEAD", LEADS, "GET, POST"],
  ["DELETE", `${LEADS}/lead_1`, "GET, PATCH"],
  ["POST", "/api/v2/agent/workspace", ""],
])) {
  test(`${method} ${path} is answered with the methods that there are`, async () => {
    const { options, sent } = recorder();
    const response = await proxy(options)(request(path, { method }));

    assert.equal(response.headers.get("allow"), allow);
    assert.equal(await code(response), "405 METHOD_NOT_ALLOWED");
    assert.deepEqual(sent, []);
  });
}

test("OPTIONS names the methods and gives no other origin leave", async () => {
  const { options, sent } = recorder();
  const headers = { origin: "https://evil.example", "access-control-request-method": "PATCH" };
  const response = await proxy(options)(request(`${LEADS}/lead_1`, { method: "OPTIONS", headers }));

  assert.equal(response.status, 204);
  assert.equal(response.headers.get("allow"), "GET, PATCH");
  assert.deepEqual(
    [...response.headers.keys()].filter((name) => name.startsWith("access-control-")),
    [],
  );
  assert.deepEqual(sent, []);
});

test("a query arrives as it was asked", async () => {
  const { options, sent } = recorder();
  const query = "limit=5&page=2&search=Andi+%26+Co%00&createdFrom=2025-01-15";
  await proxy(options)(request(`${LEADS}?${query}`));

  assert.equal(sent[0]?.url, `https://api.example${LEADS}?${query.replaceAll("+", "%20")}`);
});

for (const [query, field, message] of [
  ["workspace=other", "workspace", /unknown field/],
  ["__proto__=x", "__proto__", /unknown field/],
  ["status=new&status=won", "status", /duplicate field/],
  ["limit=5&limit=100", "limit", /duplicate field/],
  ["limit=05", "limit", /number/],
  ["limit=1e1", "limit", /number/],
  ["limit=-1", "limit", /greater/],
  ["limit=101", "limit", /less/],
  ["limit=", "limit", /number/],
  [`limit=${"9".repeat(400)}`, "limit", /number/],
  ["status=", "status", /enum/],
]) {
  test(`the query ${String(query).slice(0, 30)} is refused`, async () => {
    const { options, sent } = recorder();
    const response = await proxy(options)(request(`${LEADS}?${query}`));
    const { error } = await response.clone().json();

    assert.equal(await code(response), "400 VALIDATION_ERROR");
    assert.deepEqual(Object.keys(error.details), [field]);
    assert.match(error.details[/** @type {string} */ (field)], /** @type {RegExp} */ (message));
    assert.deepEqual(sent, []);
  });
}

for (const [method, path] of /** @type {[string, string][]} */ ([
  ["GET", `${LEADS}/lead_1`],
  ["PATCH", `${LEADS}/lead_1`],
  ["POST", LEADS],
])) {
  test(`${method} ${path} has no query, and one is refused`, async () => {
    const { options, sent } = recorder();
    const asked = request(`${path}?dryRun=1`, { method, headers: writing, ...bodyOf(method) });

    assert.equal(await code(proxy(options)(asked)), "400 VALIDATION_ERROR");
    assert.deepEqual(sent, []);
  });
}
