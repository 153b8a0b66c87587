// @ts-check
// `leads.create(…, { once: true })` against the least helpful server: a lead arrives once or the caller is told that it is not known,
// whatever happens to the connection.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, beforeEach, test } from "node:test";
import { Konektor, OutcomeUnknownError } from "konektor";
import { KEY, startSandbox } from "./servers.mjs";

const sandbox = await startSandbox({ after });
const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, timeoutMs: 20_000 });
const ONCE = { once: true };
/** Long enough for a few requests on a busy machine, short enough to be waited for. */
const SOON = { once: true, timeoutMs: 2_000 };
const ANDI = { firstName: "Andi", externalRef: "order-7" };

beforeEach(() => sandbox.reset());

/** The requests that arrived, by operation. */
async function operations() {
  const requests = /** @type {{ operation: string }[]} */ (await sandbox.requests());
  return requests.map(({ operation }) => operation.replace("leads.", ""));
}

/** Lets something happen to the next lead that is sent. */
function onCreate(/** @type {object} */ fault) {
  return sandbox.fault({ match: { operation: "leads.create" }, ...fault });
}

/**
 * What the server has stored.
 *
 * @returns {Promise<{ id: string, externalRef: string, uniqueCode: string }[]>}
 */
async function stored() {
  return (await sandbox.knob("GET", "leads")).leads;
}

/** The code of a reference, by another implementation than the SDK's. */
function codeOf(/** @type {string} */ externalRef) {
  const number = BigInt(`0x${createHash("sha256").update(externalRef).digest("hex").slice(0, 25)}`);
  const digits = number.toString(32).padStart(20, "0");
  return `kf-${[...digits].map((digit) => "0123456789abcdefghjkmnpqrstvwxyz"[parseInt(digit, 32)]).join("")}`;
}

/** The error of a call that must not succeed. */
function failing(/** @type {PromiseLike<unknown>} */ call) {
  return call.then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );
}

test("a lead is sent once, with a reference and a code by which it can be found", async () => {
  const lead = await konektor.leads.create({ firstName: "Andi" }, ONCE);

  const [found = assert.fail("nothing was stored")] = await stored();
  assert.equal(found.id, lead.id);
  assert.match(found.externalRef, /^kf_[0-9a-f-]{36}$/);
  assert.equal(found.uniqueCode, codeOf(found.externalRef));
  assert.deepEqual(await operations(), ["create"]);
});

test("a second call with the same reference answers the same lead and sends none", async () => {
  const first = await konektor.leads.create(ANDI, ONCE);
  const { data: second, requestId, rateLimit } = await konektor.leads.create(ANDI, ONCE).withResponse();

  assert.equal(second.id, first.id);
  assert.ok(requestId);
  assert.equal(rateLimit, undefined);
  assert.deepEqual(await operations(), ["list", "create", "list"]);
});

for (const [what, fault] of /** @type {[string, object][]} */ ([
  ["cut after the lead was stored", { answer: "cut", commit: "yes" }],
  ["answered with a proxy's 502 although the lead was stored", { answer: "html", status: 502, commit: "yes" }],
  ["answered with what cannot be read", { answer: "malformed" }],
  ["cut in the middle of the answer", { answer: "truncated" }],
])) {
  test(`a POST that is ${what} is looked into, and not repeated`, async () => {
    await onCreate(fault);
    const lead = await konektor.leads.create(ANDI, ONCE);

    assert.equal(lead.firstName, "Andi");
    assert.deepEqual(
      (await stored()).map(({ id }) => id),
      [lead.id],
    );
    assert.deepEqual(await operations(), ["list", "create", "list"]);
  });
}

test("a POST that is answered later than it may take leaves time to look for the lead", async () => {
  await onCreate({ answer: "hang", commit: "yes" });
  const lead = await konektor.leads.create(ANDI, SOON);

  assert.equal((await stored())[0]?.id, lead.id);
  assert.equal((await operations()).filter((operation) => operation === "create").length, 1);
});

test("a lead that the search shows late is waited for", async () => {
  await sandbox.knob("POST", "clock", { frozen: true });
  await onCreate({ answer: "cut", commit: "yes" });
  await onCreate({ searchLagMs: 60_000 });
  const creating = konektor.leads.create(ANDI, ONCE);
  while ((await operations()).length < 4) await sandbox.changedRequests();
  await sandbox.knob("POST", "clock", { advanceMs: 60_000 });

  assert.equal((await creating).id, (await stored())[0]?.id);
  assert.equal((await stored()).length, 1);
});

test("when the deadline passes the error has what to call again with, and calling again makes one lead", async () => {
  await onCreate({ answer: "cut" });
  const { firstName } = ANDI;
  const error = await failing(konektor.leads.create({ firstName }, SOON));

  assert.ok(error instanceof OutcomeUnknownError);
  assert.deepEqual([error.code, error.outcomeUnknown, error.name], ["OUTCOME_UNKNOWN", true, "OutcomeUnknownError"]);
  assert.equal(error.uniqueCode, codeOf(error.externalRef));
  assert.equal(/** @type {Error} */ (error.cause).name, "ConnectionError");
  assert.equal((await stored()).length, 0);

  const { externalRef, uniqueCode } = error;
  const lead = await konektor.leads.create({ firstName, externalRef, uniqueCode }, ONCE);
  assert.deepEqual(
    (await stored()).map(({ id }) => id),
    [lead.id],
  );
});

test("a lead that is stored after the call gave up is found by the next one", async () => {
  await sandbox.knob("POST", "clock", { frozen: true });
  await onCreate({ answer: "hang", commit: "late", lateMs: 30_000 });
  await failing(konektor.leads.create(ANDI, SOON));
  await sandbox.knob("POST", "clock", { advanceMs: 30_000 });
  while (!(await stored()).length) await sandbox.changedRequests();

  const lead = await konektor.leads.create(ANDI, ONCE);
  assert.deepEqual(
    (await stored()).map(({ id }) => id),
    [lead.id],
  );
});

test("where taken codes are refused, the refusal means that the lead is there", async () => {
  await sandbox.knob("PATCH", "settings", { uniqueCodes: true });
  await sandbox.knob("POST", "clock", { frozen: true });
  await onCreate({ searchLagMs: 60_000 });
  const first = await konektor.leads.create(ANDI, ONCE);

  const again = konektor.leads.create(ANDI, ONCE);
  while ((await operations()).filter((operation) => operation === "create").length < 2) await sandbox.changedRequests();
  await sandbox.knob("POST", "clock", { advanceMs: 60_000 });
  assert.equal((await again).id, first.id);
  assert.equal((await stored()).length, 1);
});

test("a code that a deleted lead holds for good is a refusal, not an unknown outcome", async () => {
  await sandbox.knob("PATCH", "settings", { uniqueCodes: true });
  const { id } = await konektor.leads.create(ANDI, ONCE);
  await sandbox.knob("DELETE", `leads/${id}`);

  const error = await failing(konektor.leads.create(ANDI, SOON));
  assert.deepEqual([error.name, error.outcomeUnknown], ["ValidationError", false]);
});

test("a code of the caller's own that another lead has is refused, and that lead is not answered", async () => {
  await sandbox.knob("PATCH", "settings", { uniqueCodes: true });
  await konektor.leads.create({ firstName: "Budi", uniqueCode: "KNK-9" });

  const error = await failing(konektor.leads.create({ firstName: "Andi", uniqueCode: "KNK-9" }, ONCE));
  assert.equal(error.name, "ValidationError");
});

test("a lead with the same code and another reference is another lead", async () => {
  await sandbox.knob("PATCH", "settings", { returnExternalRef: true });
  const budi = await konektor.leads.create({ firstName: "Budi", uniqueCode: "KNK-9", externalRef: "order-6" });
  const andi = await konektor.leads.create({ ...ANDI, uniqueCode: "KNK-9" }, ONCE);

  assert.notEqual(andi.id, budi.id);
});

test("a look-up that fails permits nothing", async () => {
  await sandbox.knob("POST", "keys", { key: "writer", scopes: ["agent.leads.write"] });
  const writer = new Konektor({ apiKey: "writer", baseUrl: sandbox.url });

  assert.equal((await failing(writer.leads.create(ANDI, ONCE))).name, "PermissionDeniedError");
  await onCreate({ answer: "cut" });
  assert.equal((await failing(writer.leads.create({ firstName: "Andi" }, ONCE))).name, "OutcomeUnknownError");
  assert.deepEqual(await operations(), ["list", "create", "list"]);
});

test("a lead that breaks a rule, and one that is refused, are errors like any other", async () => {
  const wrong = await failing(konektor.leads.create({ ...ANDI, email: "andi" }, ONCE));
  assert.deepEqual([wrong.name, wrong.details], ["ValidationError", { email: "Invalid email" }]);
  assert.deepEqual(await operations(), []);

  await onCreate({ answer: "status", status: 403 });
  assert.equal((await failing(konektor.leads.create(ANDI, ONCE))).name, "PermissionDeniedError");
});

for (const whose of ["call", "client"]) {
  test(`a lead that was sent when the ${whose}'s signal came is of unknown outcome`, async () => {
    await onCreate({ answer: "hang" });
    const controller = new AbortController();
    const signal = { signal: controller.signal };
    const other = new Konektor({ apiKey: KEY, baseUrl: sandbox.url, ...(whose === "client" && signal) });
    const creating = failing(other.leads.create(ANDI, { ...ONCE, ...(whose === "call" && signal) }));
    while (!(await operations()).includes("create")) await sandbox.changedRequests();
    controller.abort();

    const { name, externalRef, cause } = await creating;
    assert.deepEqual([name, externalRef, cause.name], ["OutcomeUnknownError", "order-7", "AbortError"]);
  });
}
