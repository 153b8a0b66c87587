// @ts-check
// Webhooks as their receiver meets them. The signatures were made by another hand (webhook-vectors.py), or by Node's own HMAC.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { isKonektorError, KonektorError } from "konektor";
import { signTestPayload, verify, WebhookError } from "konektor/webhook";

/** @typedef {{ name: string, event: string, body: string, secret: string, time: number, mac: string }} Vector */

/** @type {{ vectors: Vector[] }} */
const { vectors } = JSON.parse(readFileSync(new URL("webhook-vectors.json", import.meta.url), "utf8"));
const created = /** @type {Vector} */ (vectors[0]);
const updated = /** @type {Vector} */ (vectors[1]);
const at = { now: created.time };

/** What a request of Konektor's says. @param {Vector} vector */
function headersOf({ event, time, mac }) {
  return { "x-konektor-event": event, "x-konektor-signature": `t=${time},v1=${mac}` };
}

/** The headers of {@link created} with another signature. @param {string} signature */
function signed(signature) {
  return { ...headersOf(created), "x-konektor-signature": signature };
}

/** @param {string | Uint8Array} body */
function mac(body, secret = created.secret, time = created.time) {
  return createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
}

/**
 * Whether it is refused with a code, and tells nothing that has to stay secret.
 *
 * @param {Promise<unknown>} verified @param {string} code @param {string[]} secrets
 */
async function refused(verified, code, secrets = [created.secret, created.mac, "Budi"]) {
  await assert.rejects(verified, (error) => {
    assert.ok(
      error instanceof WebhookError && error instanceof KonektorError && isKonektorError(error),
      inspect(error),
    );
    assert.equal(error.name, "WebhookError");
    assert.equal(error.code, code, error.message);
    assert.match(error.message, /^.{20,250}[.?]$/);
    const told = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
    for (const secret of secrets) assert.ok(!told.includes(secret), told);
    return true;
  });
}

for (const vector of vectors) {
  test(`${vector.name} is verified, as text, as bytes and as a buffer`, async () => {
    const bytes = new TextEncoder().encode(vector.body);
    for (const body of [vector.body, bytes, bytes.buffer, Buffer.from(vector.body)]) {
      const event = await verify(body, headersOf(vector), vector.secret, { now: vector.time });

      assert.deepEqual(event, { ...JSON.parse(vector.body), type: vector.event });
    }
  });
}

test("what is signed for a test is what the other hand signs", async () => {
  for (const { event, body, secret, time: timestamp, mac } of vectors) {
    const payload = await signTestPayload({ event, body, secret, timestamp });

    assert.equal(payload.body, body);
    assert.equal(payload.headers["x-konektor-signature"], `t=${timestamp},v1=${mac}`);
    assert.equal(payload.headers["x-konektor-event"], event);
    assert.equal(payload.headers["user-agent"], "Konektor-Webhook/1.0");
  }
});

test("a webhook that was signed for a test is good now, with any of the secrets", async () => {
  const body = { lead: { id: "lead_1" }, source: "ads" };
  const { body: text, headers } = await signTestPayload({ event: "lead.created", body, secret: ["old", "new"] });

  for (const secret of ["old", "new", ["other", "new"]]) {
    assert.deepEqual(await verify(text, headers, secret), { type: "lead.created", ...body });
  }
  await refused(verify(text, headers, "other"), "WEBHOOK_SIGNATURE_MISMATCH");
});

for (const [what, headers] of /** @type {[string, any][]} */ ([
  ["a Headers", new Headers(headersOf(created))],
  ["what has a get", { get: (/** @type {string} */ name) => new Headers(headersOf(created)).get(name) }],
  ["a Map", new Map(Object.entries(headersOf(created)))],
  [
    "a record in the API's own spelling",
    { "X-Konektor-Event": created.event, "X-Konektor-Signature": `t=${created.time},v1=${created.mac}` },
  ],
  [
    "a record with lists of one",
    { "x-konektor-event": [created.event], "x-konektor-signature": [`t=${created.time},v1=${created.mac}`] },
  ],
  ["a record with other headers", { ...headersOf(created), get: "x", cookie: ["a=b", "c=d"], host: undefined }],
])) {
  test(`headers may be ${what}`, async () => {
    assert.equal((await verify(created.body, headers, created.secret, at)).type, "lead.created");
  });
}

for (const [what, signature] of [
  ["v1 first", `v1=${created.mac},t=${created.time}`],
  ["spaces", ` t=${created.time} , v1=${created.mac} `],
  ["an unknown scheme before", `t=${created.time},v0=${"0".repeat(64)},v1=${created.mac}`],
  ["schemes of next year", `t=${created.time},v1=${created.mac},v2=zz,v10=zz,note,`],
  ["upper-case hex", `t=${created.time},v1=${created.mac.toUpperCase()}`],
  ["another secret's signature before", `t=${created.time},v1=${mac(created.body, "new")},v1=${created.mac}`],
  ["another secret's signature behind", `t=${created.time},v1=${created.mac},v1=${mac(created.body, "new")}`],
]) {
  test(`a signature may have ${what}`, async () => {
    assert.equal((await verify(created.body, signed(signature ?? ""), created.secret, at)).type, "lead.created");
  });
}

for (const [what, signature] of [
  ["is empty", ""],
  ["has no time", `v1=${created.mac}`],
  ["has no v1", `t=${created.time}`],
  ["has an unknown scheme alone", `t=${created.time},v0=${created.mac}`],
  ["has two times", `t=${created.time},t=${created.time},v1=${created.mac}`],
  ["has a time that is not digits", `t=0x6787,v1=${created.mac}`],
  ["has a negative time", `t=-${created.time},v1=${created.mac}`],
  ["has a time with a fraction", `t=${created.time}.0,v1=${created.mac}`],
  ["has no end of digits", `t=${"9".repeat(400)},v1=${created.mac}`],
  ["has hex that is too short", `t=${created.time},v1=${created.mac.slice(2)}`],
  ["has hex that is too long", `t=${created.time},v1=${created.mac}00`],
  ["is no hex", `t=${created.time},v1=${created.mac.slice(1)}g`],
  ["has one good v1 and one that is none", `t=${created.time},v1=${created.mac},v1=xx`],
  ["was there twice and joined", `t=${created.time},v1=${created.mac}, t=${created.time},v1=${created.mac}`],
  ["has more v1 than anybody needs", `t=${created.time}${`,v1=${created.mac}`.repeat(9)}`],
  ["is another header's", "sha256=abcdef"],
]) {
  test(`a signature that ${what} cannot be read`, async () => {
    await refused(verify(created.body, signed(signature ?? ""), created.secret, at), "WEBHOOK_HEADER_INVALID");
  });
}

for (const name of /** @type {const} */ (["x-konektor-event", "x-konektor-signature"])) {
  test(`without ${name} it is not Konektor's`, async () => {
    const { [name]: value, ...headers } = headersOf(created);

    await refused(verify(created.body, headers, created.secret, at), "WEBHOOK_HEADER_MISSING");
    await refused(verify(created.body, new Headers(headers), created.secret, at), "WEBHOOK_HEADER_MISSING");
    await refused(verify(created.body, { ...headers, [name]: [] }, created.secret, at), "WEBHOOK_HEADER_MISSING");
    for (const twice of [
      { [name.toUpperCase()]: value },
      { [name]: [value, value], [name.toUpperCase()]: undefined },
    ]) {
      const record = { ...headersOf(created), ...twice };
      await refused(verify(created.body, record, created.secret, at), "WEBHOOK_HEADER_INVALID");
    }
  });
}

for (const event of ["", "lead.created, lead.updated", "lead created", "x".repeat(101), "lead.created\u0000"]) {
  test(`${JSON.stringify(event.slice(0, 30))} names no event`, async () => {
    const headers = { ...headersOf(created), "x-konektor-event": event };

    await refused(verify(created.body, headers, created.secret, at), "WEBHOOK_HEADER_INVALID");
  });
}

test("a signature is good for as long as is tolerated, to the second, in the past and in the future", async () => {
  const headers = headersOf(created);
  for (const age of [-300, -299, 0, 299, 300]) {
    await verify(created.body, headers, created.secret, { now: created.time + age });
  }
  for (const age of [-301, 301, 1e9]) {
    const options = { now: created.time + age };
    await refused(verify(created.body, headers, created.secret, options), "WEBHOOK_OUTSIDE_TOLERANCE");
  }
  for (const [toleranceSeconds, age] of /** @type {const} */ ([
    [0, 1],
    [60, 61],
    [60, -61],
    [600, 601],
  ])) {
    await verify(created.body, headers, created.secret, { toleranceSeconds, now: created.time + toleranceSeconds });
    const options = { toleranceSeconds, now: created.time + age };
    await refused(verify(created.body, headers, created.secret, options), "WEBHOOK_OUTSIDE_TOLERANCE");
  }
});

test("the clock is this machine's unless told", async ({ mock }) => {
  mock.timers.enable({ apis: ["Date"], now: created.time * 1000 + 300_999 });
  await verify(created.body, headersOf(created), created.secret);
  mock.timers.tick(1);
  await refused(verify(created.body, headersOf(created), created.secret), "WEBHOOK_OUTSIDE_TOLERANCE");
});

test("one bit of the body, of the signature or of the time, and it is refused", async () => {
  const body = new TextEncoder().encode(created.body);
  const digest = Buffer.from(created.mac, "hex");
  for (const at of fc.sample(fc.nat(), 64)) {
    const forged = body.slice();
    forged[at % body.length] = /** @type {number} */ (forged[at % body.length]) ^ (1 << (at % 8));
    await refused(
      verify(forged, headersOf(created), created.secret, { now: created.time }),
      "WEBHOOK_SIGNATURE_MISMATCH",
    );
    const other = Buffer.from(digest);
    other[at % 32] = /** @type {number} */ (other[at % 32]) ^ (1 << (at % 8));
    const headers = signed(`t=${created.time},v1=${other.toString("hex")}`);
    await refused(verify(body, headers, created.secret, { now: created.time }), "WEBHOOK_SIGNATURE_MISMATCH");
  }
  for (const time of [`${created.time + 1}`, `${created.time - 1}`, `0${created.time}`]) {
    const headers = signed(`t=${time},v1=${created.mac}`);
    await refused(verify(body, headers, created.secret, at), "WEBHOOK_SIGNATURE_MISMATCH");
  }
});

test("a body that was parsed and written anew is not what was signed", async () => {
  const { body, secret, ...rest } = /** @type {Vector} */ (vectors[3]);
  const rewritten = JSON.stringify(JSON.parse(body));

  await refused(verify(rewritten, headersOf({ body, secret, ...rest }), secret, at), "WEBHOOK_SIGNATURE_MISMATCH");
});

// The name of the event is not among what is signed, as the documentation of `verify` says.
test("a signed request passes under another event's name", async () => {
  const headers = { ...headersOf(updated), "x-konektor-event": "lead.created" };
  const event = await verify(updated.body, headers, updated.secret, at);

  assert.equal(event.type, "lead.created");
  assert.equal(/** @type {any} */ (event).newStatus, "won");
});

test("the same request passes twice within the tolerance", async () => {
  for (const now of [created.time, created.time + 300]) {
    assert.equal((await verify(created.body, headersOf(created), created.secret, { now })).type, "lead.created");
  }
});

for (const [what, body] of /** @type {[string, string | Uint8Array][]} */ ([
  ["nothing", ""],
  ["text", "Budi"],
  ["half of an object", '{"lead":{"id":"lead_1"'],
  ["an array", '[{"lead":{"id":"lead_1"}}]'],
  ["null", "null"],
  ["a number", "5"],
  ["bytes that are no text", Buffer.from('{"lead":{"id":"\xff"}}', "latin1")],
  ["a lead's event without a lead", '{"source":"ads"}'],
  ["a lead that is null", '{"lead":null}'],
  ["a lead without an id", '{"lead":{"firstName":"Budi"}}'],
  ["a lead whose id is a number", '{"lead":{"id":5}}'],
])) {
  test(`${what} is signed well and still no body`, async () => {
    const headers = signed(`t=${created.time},v1=${mac(body)}`);

    await refused(verify(body, headers, created.secret, at), "WEBHOOK_BODY_INVALID");
  });
}

test("the body of an event that is new next year is an object all the same", async () => {
  for (const body of ["[]", "null", "5", '"Budi"']) {
    const headers = { ...signed(`t=${created.time},v1=${mac(body)}`), "x-konektor-event": "team.renamed" };

    await refused(verify(body, headers, created.secret, at), "WEBHOOK_BODY_INVALID");
  }
});

test("an event that is new next year is answered with whatever it holds", async () => {
  const body = '{"type":"theirs","__proto__":{"x":1},"count":5}';
  const headers = { ...signed(`t=${created.time},v1=${mac(body)}`), "x-konektor-event": "team.renamed" };
  const event = /** @type {any} */ (await verify(body, headers, created.secret, at));

  assert.equal(event.type, "team.renamed");
  assert.equal(event.count, 5);
  assert.equal(event.x, undefined);
  assert.equal(Object.getPrototypeOf(event), Object.prototype);
});

for (const [what, secret] of /** @type {[string, any][]} */ ([
  ["no secret", undefined],
  ["null", null],
  ["an empty secret", ""],
  ["a secret of spaces", "  "],
  ["no secrets", []],
  ["an empty secret among others", [created.secret, ""]],
  ["a variable that is not set among others", [created.secret, undefined]],
  ["a number", 5],
])) {
  test(`${what} verifies nothing`, async () => {
    await refused(verify(created.body, headersOf(created), secret, at), "USAGE_ERROR");
    await refused(signTestPayload({ event: "lead.created", body: {}, secret }), "USAGE_ERROR");
  });
}

for (const [what, body] of /** @type {[string, any][]} */ ([
  ["parsed", JSON.parse(created.body)],
  ["not there", undefined],
  ["null", null],
  ["a number", 5],
  ["a stream", new Response("{}").body],
])) {
  test(`a body that is ${what} is not the one that arrived`, async () => {
    await refused(verify(body, headersOf(created), created.secret, at), "USAGE_ERROR");
  });
}

for (const options of /** @type {any[]} */ ([
  { toleranceSeconds: -1 },
  { toleranceSeconds: Number.NaN },
  { toleranceSeconds: Number.POSITIVE_INFINITY },
  { toleranceSeconds: "300" },
  { now: Number.NaN },
  { now: new Date() },
])) {
  test(`${inspect(options)} is no option`, async () => {
    await refused(verify(created.body, headersOf(created), created.secret, options), "USAGE_ERROR");
  });
}

test("a time in milliseconds cannot be signed", async () => {
  for (const timestamp of [1.5, -1, Number.NaN, Date.now()]) {
    await refused(signTestPayload({ event: "lead.created", body: {}, secret: "x", timestamp }), "USAGE_ERROR");
  }
  await refused(signTestPayload({ event: "lead.created", body: undefined, secret: "x" }), "USAGE_ERROR");
});

test("buffers of another realm, a view into a larger one and shared memory are read", async () => {
  const bytes = new TextEncoder().encode(created.body);
  const foreign = runInNewContext("new Uint8Array(bytes)", { bytes: [...bytes] });
  const larger = new Uint8Array(bytes.length + 20).fill(65);
  larger.set(bytes, 10);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);

  for (const body of [foreign, foreign.buffer, larger.subarray(10, 10 + bytes.length), shared]) {
    await verify(body, headersOf(created), created.secret, at);
  }
});

test("what is answered is what was verified, though the buffer changes meanwhile", async () => {
  const bytes = new TextEncoder().encode(created.body);
  const verifying = verify(bytes, headersOf(created), created.secret, at);
  bytes.fill(32);

  assert.deepEqual(await verifying, { ...JSON.parse(created.body), type: "lead.created" });
});

test("whatever the headers are, it is an event or a WebhookError", async () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(`t=${created.time}`, `v1=${created.mac}`, `t=${created.time},v1=${created.mac}`, created.event),
    fc.array(fc.constantFrom("t=1", "t=", "v1=", "v1", `v1=${created.mac}`, `t=${created.time}`, ",", "=")).map(String),
  );
  const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.anything());
  const name = fc.constantFrom("x-konektor-event", "x-konektor-signature", "X-Konektor-Signature", "get", "__proto__");
  const hostile = fc.oneof(
    fc.dictionary(fc.oneof(name, fc.string()), value),
    fc.anything(),
    value.map((value) => ({ get: () => value })),
  );
  let events = 0;
  await fc.assert(
    fc.asyncProperty(hostile, async (headers) => {
      try {
        await verify(created.body, /** @type {any} */ (headers), created.secret, at);
        events += 1;
      } catch (error) {
        assert.ok(error instanceof WebhookError, inspect(error));
        assert.ok(!error.message.includes(created.secret));
      }
    }),
    { numRuns: 3_000 },
  );
  assert.ok(events < 300, `${events} passed`);
});

test("headers that throw when they are read cannot be read", async () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const fail = () => {
    throw new Error(created.secret);
  };
  const getter = Object.defineProperty({}, "x-konektor-signature", { enumerable: true, get: fail });
  for (const headers of /** @type {any[]} */ ([proxy, { get: fail }, getter, new Proxy({}, { ownKeys: fail })])) {
    await refused(verify(created.body, headers, created.secret, at), "WEBHOOK_HEADER_INVALID");
  }
});

test("importing it brings neither the client nor the binary", async () => {
  const source = readFileSync(new URL(import.meta.resolve("konektor/webhook")), "utf8");
  const imported = [...source.matchAll(/from\s*"(\.[^"]+)"/g)].map(([, path = ""]) => path);
  const all = [
    source,
    ...imported.map((path) => readFileSync(new URL(path, import.meta.resolve("konektor/webhook")), "utf8")),
  ];

  assert.ok(imported.length > 0);
  assert.ok(all.join("").length < 12_000, `${all.join("").length} bytes`);
  assert.doesNotMatch(all.join(""), /WebAssembly|wasm|fetch\(/);
});
