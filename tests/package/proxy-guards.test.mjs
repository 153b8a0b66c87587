// @ts-check
// Who may ask what: the allow-list, the request's origin, and what `authorize` says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError } from "konektor";
import { proxy } from "konektor/proxy";
import { code, create, ORIGIN, own, recorder, request } from "./proxied.mjs";

const LIST = "/api/v2/agent/leads";

for (const [what, wrong] of /** @type {[string, any][]} */ ([
  ["nothing", undefined],
  ["no list of operations", { authorize: () => true }],
  ["an empty list", { allow: [], authorize: () => true }],
  ["an operation that there is not", { allow: ["leads.delete"], authorize: () => true }],
  ["an operation by the name of what every object has", { allow: ["constructor"], authorize: () => true }],
  ["no authorize", { allow: ["leads.list"] }],
])) {
  test(`a proxy with ${what} cannot be made`, () => {
    assert.throws(() => proxy(wrong), { name: "UsageError" });
  });
}

test("what is not allowed is refused, and nobody is asked whether it may be done", async () => {
  const { options, sent } = recorder();
  let asked = 0;
  const handler = proxy({ ...options, allow: ["leads.list"], authorize: () => !!++asked });

  assert.equal(await code(handler(request("/api/v2/agent/leads/lead_1"))), "403 FORBIDDEN");
  assert.equal(await code(handler(create())), "403 FORBIDDEN");
  assert.equal(asked, 0);
  assert.deepEqual(sent, []);
});

test("authorize is told who asks and what for", async () => {
  const { options, sent } = recorder();
  /** @type {string[]} */
  const asked = [];
  const handler = proxy({
    ...options,
    authorize: async ({ headers, url }, operation) => {
      asked.push(`${headers.get("cookie")} ${new URL(url).pathname} ${operation}`);
      return true;
    },
  });
  await handler(request("/api/v2/agent/leads/lead_1", { headers: { ...own, cookie: "session=1" } }));

  assert.deepEqual(asked, ["session=1 /api/konektor/api/v2/agent/leads/lead_1 leads.get"]);
  assert.equal(sent.length, 1);
});

for (const [verdict, wanted] of /** @type {[any, string][]} */ ([
  [false, "403 FORBIDDEN"],
  ["unauthenticated", "401 UNAUTHORIZED"],
  [undefined, "403 FORBIDDEN"],
  [null, "403 FORBIDDEN"],
  [1, "403 FORBIDDEN"],
  ["true", "403 FORBIDDEN"],
  ["authenticated", "403 FORBIDDEN"],
  [{ user: "ayu" }, "403 FORBIDDEN"],
  [new Response(), "403 FORBIDDEN"],
])) {
  for (const [how, authorize] of /** @type {[string, () => any][]} */ ([
    ["at once", () => verdict],
    ["later", async () => verdict],
  ])) {
    test(`an authorize that answers ${JSON.stringify(verdict)} ${how} is ${wanted}`, async () => {
      const { options, sent, reported } = recorder();
      const handler = proxy({ ...options, authorize });

      assert.equal(await code(handler(request(LIST))), wanted);
      assert.equal(await code(handler(create())), wanted);
      assert.deepEqual(sent, []);
      assert.deepEqual(reported, []);
    });
  }
}

const broken = new Error("relation “sessions” does not exist at postgres://app:hunter2@db");
for (const [how, authorize, thrown] of /** @type {[string, () => any, unknown][]} */ ([
  ["throws", () => raise(broken), broken],
  ["rejects", async () => raise(broken), broken],
  ["throws no error", () => raise("hunter2"), "hunter2"],
])) {
  test(`an authorize that ${how} is 500; what it threw is told to onError alone`, async () => {
    const { options, sent, reported } = recorder();
    const asked = request(LIST);
    /** @type {unknown[]} */
    const requests = [];
    const onError = (/** @type {unknown} */ error, /** @type {Request} */ request) => {
      reported.push(error);
      requests.push(request);
    };
    const response = await proxy({ ...options, authorize, onError })(asked);

    assert.ok(!(await response.clone().text()).includes("hunter2"));
    assert.equal(await code(response), "500 INTERNAL_ERROR");
    assert.deepEqual(reported, [thrown]);
    assert.deepEqual(requests, [asked]);
    assert.deepEqual(sent, []);
  });
}

test("an error of this package that authorize throws is not taken for the API's", async () => {
  const { options } = recorder();
  const authorize = () =>
    raise(Object.assign(Object.create(NotFoundError.prototype), { status: 404, message: "secret" }));
  const response = await proxy({ ...options, authorize })(request(LIST));

  assert.ok(!(await response.clone().text()).includes("secret"));
  assert.equal(await code(response), "500 INTERNAL_ERROR");
});

test("what onError throws, the handler throws: a framework may want to hear of it", async () => {
  const { options } = recorder();
  const handler = proxy({ ...options, authorize: () => raise(broken), onError: (error) => raise(error) });

  await assert.rejects(handler(request(LIST)), broken);
});

test("without onError the log is told, without the visitor's request", async (t) => {
  const { options } = recorder();
  const log = t.mock.method(console, "error", () => {});
  const { onError, ...rest } = options;
  await proxy({ ...rest, authorize: () => raise(broken) })(request(LIST));

  assert.deepEqual(
    log.mock.calls.map((call) => call.arguments),
    [[broken]],
  );
});

test("an authorize that reads the body is told not to", async () => {
  const { options, sent, reported } = recorder();
  const authorize = async (/** @type {Request} */ request) => (await request.json()).firstName === "Andi";

  assert.equal(await code(proxy({ ...options, authorize })(create())), "500 INTERNAL_ERROR");
  assert.equal(reported[0].name, "UsageError");
  assert.match(reported[0].message, /body/);
  assert.deepEqual(sent, []);
});

test("a server without a key says so to its log, and to nobody else", async () => {
  const { options, sent, reported } = recorder();
  const handler = proxy({ ...options, apiKey: undefined });

  assert.equal(await code(handler(request(LIST))), "500 INTERNAL_ERROR");
  assert.match(reported[0].message, /KONEKTOR_API_KEY/);
  assert.deepEqual(sent, []);
});

const evil = "https://evil.example";
for (const [headers, reads, writes] of /** @type {[Record<string, string>, boolean, boolean][]} */ ([
  [{ "sec-fetch-site": "same-origin" }, true, true],
  // Under `Referrer-Policy: no-referrer`, or behind a server that terminates TLS.
  [{ "sec-fetch-site": "same-origin", origin: "null" }, true, true],
  [{ "sec-fetch-site": "same-origin", origin: "http://app.example" }, true, true],
  [{ "sec-fetch-site": "none" }, true, false],
  [{ "sec-fetch-site": "same-site" }, false, false],
  [{ "sec-fetch-site": "same-site", origin: "https://other.app.example" }, false, false],
  [{ "sec-fetch-site": "cross-site" }, false, false],
  [{ "sec-fetch-site": "cross-site", origin: evil }, false, false],
  [{ "sec-fetch-site": "cross-site", origin: ORIGIN }, false, false],
  [{ "sec-fetch-site": "" }, false, false],
  [{ "sec-fetch-site": "same-origin, cross-site" }, false, false],
  [{ origin: ORIGIN }, true, true],
  [{ origin: evil }, false, false],
  [{ origin: "null" }, false, false],
  [{ origin: "" }, false, false],
  [{ origin: `${ORIGIN}.evil.example` }, false, false],
  [{ origin: ORIGIN.toUpperCase() }, false, false],
  [{ referer: `${ORIGIN}/` }, true, false],
  [{}, true, false],
])) {
  test(`with ${JSON.stringify(headers)} one may ${reads ? "" : "not "}read and ${writes ? "" : "not "}write`, async () => {
    const { options, sent } = recorder();
    const handler = proxy(options);
    const statuses = [
      (await handler(request(LIST, { headers }))).status,
      (await handler(create({ headers: { "content-type": "application/json", ...headers } }))).status,
    ];

    assert.deepEqual(statuses, [reads ? 200 : 403, writes ? 200 : 403]);
    assert.equal(sent.length, Number(reads) + Number(writes));
  });
}

for (const type of [
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "application/jsonp",
  "",
]) {
  test(`a write of type "${type}" is refused: a plain form could send it`, async () => {
    const { options, sent } = recorder();

    assert.equal(
      await code(proxy(options)(create({ headers: { ...own, "content-type": type } }))),
      "415 UNSUPPORTED_MEDIA_TYPE",
    );
    assert.deepEqual(sent, []);
  });
}

/** @returns {never} */
function raise(/** @type {unknown} */ error) {
  throw error;
}
