// @ts-check
// The request schemas as Standard Schemas: what they take, what they say, and that two libraries which know nothing of konektor
// work with them.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sValidator } from "@hono/standard-validator";
import { initTRPC, TRPCError } from "@trpc/server";
import fc from "fast-check";
import { Hono } from "hono";
import { Konektor } from "konektor";
import {
  analyticsQuery,
  conversionStatusQuery,
  createLead,
  createTicket,
  jsonSchemas,
  listLeads,
  updateLead,
} from "konektor/schema";
import { KEY, startSandbox } from "./servers.mjs";

const schemas = { createLead, updateLead, createTicket, listLeads, analyticsQuery, conversionStatusQuery };

/**
 * What is wrong with an input, by field; `whole` is the input itself.
 *
 * @param {keyof typeof schemas} name @param {unknown} input @returns {Promise<Record<string, string> | undefined>}
 */
async function wrong(name, input) {
  const { issues } = await schemas[name]["~standard"].validate(input);
  return issues && Object.fromEntries(issues.map(({ path, message }) => [path?.join(".") ?? "whole", message]));
}

/** What is answered for an input that is right. @param {keyof typeof schemas} name @param {unknown} input */
async function value(name, input) {
  const result = await schemas[name]["~standard"].validate(input);
  if (result.issues) assert.fail(JSON.stringify(result.issues));
  return result.value;
}

for (const [name, schema] of Object.entries(schemas)) {
  test(`${name} says who it is, and has a JSON Schema of its own`, () => {
    const { version, vendor } = schema["~standard"];

    assert.deepEqual({ version, vendor }, { version: 1, vendor: "konektor" });
    const json = jsonSchemas[/** @type {keyof typeof schemas} */ (name)];
    assert.equal(json.title.toLowerCase(), name.toLowerCase());
    assert.equal(json.$schema, "https://json-schema.org/draft/2020-12/schema");
  });
}

/** @type {[keyof typeof schemas, unknown][]} */
const good = [
  ["createLead", { firstName: "Andi", email: "andi@example.com", source: "ads", estimatedValue: 5e6 }],
  ["updateLead", { notes: null, status: "won" }],
  ["createTicket", { subject: "Help", message: "It is silent.", priority: "asap" }],
  ["listLeads", { limit: 100, status: "new", createdFrom: "2025-01-01", createdTo: "2025-01-01" }],
  ["listLeads", {}],
  ["analyticsQuery", { from: "2025-01-01", to: "2025-02-01T00:00:00Z" }],
  ["conversionStatusQuery", { platform: "meta", timeframe: "today" }],
];
for (const [name, input] of good) {
  test(`${name} takes ${JSON.stringify(input)}`, async () => {
    assert.deepEqual(await value(name, input), input);
  });
}

/** @type {[keyof typeof schemas, unknown, object][]} */
const bad = [
  ["createLead", {}, { firstName: "Required" }],
  [
    "createLead",
    { fristName: "Andi", email: "andi", status: "archived", estimatedValue: "5" },
    {
      fristName: "unknown field `fristName`, did you mean `firstName`?",
      firstName: "Required",
      email: "Invalid email",
      status:
        "Invalid enum value. Expected 'pageview' | 'new' | 'contacted' | 'responded' | 'qualified' | 'hot' | 'proposal' | 'negotiation' | 'invoice' | 'won' | 'lost'",
      estimatedValue: "Expected number, received string",
    },
  ],
  ["createLead", { firstName: "Andi", notes: null }, { notes: "Expected string, received null" }],
  ["updateLead", {}, { whole: "An update needs at least one field, nothing was sent." }],
  ["updateLead", { firstName: null }, { firstName: "Expected string, received null" }],
  [
    "createTicket",
    { subject: "Hi", message: "" },
    {
      subject: "String must contain at least 3 character(s)",
      message: "String must contain at least 1 character(s)",
    },
  ],
  ["listLeads", { limit: "10" }, { limit: "Expected number, received string" }],
  ["listLeads", { limit: 101 }, { limit: "Number must be less than or equal to 100" }],
  ["listLeads", { page: 1, cursor: "x" }, { whole: "Ask for a page either by `cursor` or by `page`, not by both." }],
  ["listLeads", { createdFrom: "2025-02-01", createdTo: "2025-01-01" }, { createdFrom: "After createdTo" }],
  ["analyticsQuery", { from: "2025-02-01", to: "2025-01-01" }, { from: "After to" }],
  ["analyticsQuery", { platform: "meta" }, { platform: "unknown field `platform`" }],
  ["conversionStatusQuery", { from: "yesterday" }, { from: "Invalid datetime" }],
  ["createLead", null, { whole: "Expected object, received null" }],
  ["createLead", undefined, { whole: "Required" }],
  ["createLead", [], { whole: "Expected object, received array" }],
  ["createLead", "Andi", { whole: "Expected object, received string" }],
  ["createLead", new Map([["firstName", "Andi"]]), { firstName: "Required" }],
];
for (const [name, input, issues] of bad) {
  test(`${name} refuses ${JSON.stringify(input)}, field by field`, async () => {
    assert.deepEqual(await wrong(name, input), issues);
  });
}

test("what is answered is a copy by JSON: undefined is gone, a Date is text, the class and the getter too", async () => {
  class Form {
    firstName = "Andi";
    lastName = undefined;
    get email() {
      return "andi@example.com";
    }
  }
  const form = new Form();
  const lead = await value("createLead", form);
  assert.deepEqual(lead, { firstName: "Andi" });
  assert.notEqual(lead, form);

  const from = new Date("2025-01-15T10:30:00Z");
  assert.deepEqual(await value("listLeads", { createdFrom: from }), { createdFrom: "2025-01-15T10:30:00.000Z" });
  assert.deepEqual(await wrong("listLeads", { createdFrom: new Date(Number.NaN) }), {
    createdFrom: "Expected string, received null",
  });
});

test("what was checked is what is answered, though the input changes meanwhile", async () => {
  let reads = 0;
  const input = {
    get firstName() {
      reads += 1;
      return reads === 1 ? "Andi" : 5;
    },
    email: "andi@example.com",
  };
  const checking = value("createLead", input);
  input.email = "none";

  assert.deepEqual(await checking, { firstName: "Andi", email: "andi@example.com" });
  assert.equal(reads, 1);
});

test("what JSON has no way to say is refused by name, and clears nothing", async () => {
  for (const [estimatedValue, message] of /** @type {const} */ ([
    [Number.NaN, "JSON has no NaN or Infinity"],
    [Number.POSITIVE_INFINITY, "JSON has no NaN or Infinity"],
    [5n, "JSON has no bigint"],
    [() => 5, "JSON has no function"],
    [Symbol("5"), "JSON has no symbol"],
  ])) {
    assert.deepEqual(await wrong("updateLead", { estimatedValue }), { estimatedValue: message });
    assert.deepEqual(await wrong("updateLead", estimatedValue), { whole: message });
  }
});

test("circles, and getters and proxies that throw, are an issue and not an exception", async () => {
  /** @type {any} */
  const circle = { firstName: "Andi" };
  circle.notes = circle;
  const fail = () => {
    throw new Error("no");
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  /** @type {any} */
  let deep = {};
  for (let level = 0; level < 100_000; level++) deep = { deep };
  const getter = Object.defineProperty({}, "firstName", { enumerable: true, get: fail });
  for (const input of [circle, getter, { toJSON: fail }, { firstName: { toJSON: fail } }, proxy, deep]) {
    assert.deepEqual(await wrong("createLead", input), { whole: "The value cannot be written as JSON" });
  }
});

test("a name that JavaScript knows too is a field like others", async () => {
  const input = JSON.parse('{"firstName":"Andi","__proto__":{"email":"x"},"constructor":1,"toString":2}');

  assert.deepEqual(Object.keys((await wrong("createLead", input)) ?? {}).sort(), [
    "__proto__",
    "constructor",
    "toString",
  ]);
});

test("an issue never holds the value", async () => {
  const secret = "budi.santoso at example.com";
  const input = { firstName: 5, email: secret, assignedTo: secret, status: secret, phone: secret };

  assert.ok(!JSON.stringify(await wrong("createLead", input)).includes("budi"));
});

test("whatever is put in, it is a value or issues, and never an exception", async () => {
  const names = fc.constantFrom("firstName", "email", "status", "limit", "from", "estimatedValue", "__proto__", "");
  const inputs = fc.oneof(
    fc.dictionary(names, fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true })),
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withObjectString: true, withTypedArray: true }),
  );
  await fc.assert(
    fc.asyncProperty(inputs, fc.constantFrom(...Object.values(schemas)), async (input, schema) => {
      const result = await schema["~standard"].validate(input);

      assert.ok("value" in result !== Boolean(result.issues?.length));
      for (const { message, path } of result.issues ?? []) {
        assert.ok(message);
        assert.ok(path === undefined || path.length === 1);
      }
    }),
    { numRuns: 3_000 },
  );
});

test("it refuses exactly what the client refuses", async () => {
  const konektor = new Konektor({ apiKey: KEY, fetch: async () => new Response('{"success":true,"data":{"id":"x"}}') });
  // Each field is mostly right, so that whole leads sometimes are.
  const mostly = (/** @type {fc.Arbitrary<unknown>} */ right, /** @type {fc.Arbitrary<unknown>} */ wrong) =>
    fc.oneof({ arbitrary: right, weight: 9 }, { arbitrary: wrong, weight: 1 });
  const strange = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
  const fields = fc.record({
    firstName: mostly(fc.string({ minLength: 1, maxLength: 100 }), strange),
    email: mostly(fc.constant("andi@example.com"), fc.emailAddress()),
    phone: mostly(fc.string({ maxLength: 20 }), fc.string({ minLength: 21 })),
    status: mostly(fc.constantFrom("new", "won", undefined), strange),
    assignedTo: mostly(fc.uuid(), strange),
    estimatedValue: mostly(fc.double({ noNaN: true, noDefaultInfinity: true }), strange),
    fristName: mostly(fc.constant(undefined), strange),
  });
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(fields, async (/** @type {any} */ input) => {
      const details = await konektor.leads.create(input).then(
        () => undefined,
        (error) => /** @type {import("konektor").ValidationError} */ (error).details,
      );
      assert.deepEqual(await wrong("createLead", input), details);
      if (details) refusals += 1;
    }),
    { numRuns: 300 },
  );
  assert.ok(refusals > 50 && refusals < 300, `${refusals} of 300 were refused`);
});

test("Hono checks a body with it, and hands the lead on", async () => {
  const sandbox = await startSandbox({ after });
  const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url });
  const app = new Hono().post("/leads", sValidator("json", createLead), async (context) => {
    const { id } = await konektor.leads.create(context.req.valid("json"));
    return context.json({ id }, 201);
  });
  const post = (/** @type {object} */ body) =>
    app.request("/leads", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  const response = await post({ firstName: "Andi", email: "andi@example.com" });
  assert.equal(response.status, 201);
  const { id } = await response.json();
  assert.equal((await konektor.leads.get(id)).email, "andi@example.com");

  const refused = await post({ firstName: "Andi", email: "andi" });
  assert.equal(refused.status, 400);
  assert.deepEqual((await refused.json()).error, [{ message: "Invalid email", path: ["email"] }]);
});

test("tRPC checks a procedure's input with it", async () => {
  const t = initTRPC.create();
  const router = t.router({
    list: t.procedure.input(listLeads).query(({ input }) => input),
    update: t.procedure.input(updateLead).mutation(({ input }) => input.status ?? "none"),
  });
  const caller = router.createCaller({});

  assert.deepEqual(await caller.list({ status: "new", limit: 5, search: undefined }), { status: "new", limit: 5 });
  assert.equal(await caller.update({ status: "hot" }), "hot");
  await assert.rejects(caller.update({}), (error) => {
    assert.ok(error instanceof TRPCError);
    assert.equal(error.code, "BAD_REQUEST");
    assert.match(error.message, /at least one field/);
    return true;
  });
  // @ts-expect-error: no such status
  await assert.rejects(caller.list({ status: "archived" }), { code: "BAD_REQUEST" });
});
