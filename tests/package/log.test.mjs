// @ts-check
// What a logger is told of calls, and what it is never told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Konektor } from "konektor";

const LEAD = { firstName: "Secret-Name", phone: "+6281299998888", notes: "Secret-Notes" };

/**
 * A client over these answers, and what its logger was told.
 *
 * @param {(Response | Error)[]} answers
 * @param {import("konektor").KonektorOptions} [options]
 */
function over(answers, options) {
  /** @type {[level: string, message: string, fields: import("konektor").LogFields][]} */
  const told = [];
  const to = (/** @type {string} */ level) => (/** @type {string} */ message, /** @type {any} */ fields) => {
    told.push([level, message, fields]);
  };
  const konektor = new Konektor({
    apiKey: "knk_secret",
    headers: { "x-secret": "Secret-Header" },
    logger: { debug: to("debug"), info: to("info"), warn: to("warn"), error: to("error") },
    fetch: async () => {
      const answer = answers.shift() ?? assert.fail("one request too many");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    ...options,
  });
  return { konektor, told };
}

const good = () => Response.json({ success: true, data: { id: "lead_1" } }, { headers: { "x-request-id": "req_1" } });
const busy = () => new Response("<html>", { status: 429, headers: { "retry-after": "0" } });

test("each attempt, each wait and the failure of a call are told, as much as is asked for", async ({ mock }) => {
  mock.method(Math, "random", () => 0);
  const steps = async (/** @type {import("konektor").LogLevel | undefined} */ logLevel) => {
    const { konektor, told } = over([busy(), good(), new Error("cut")], { logLevel });
    await konektor.leads.create(LEAD);
    await konektor.leads.create(LEAD).catch(() => {});
    return told.map(([level, message]) => `${level} ${message.replace("konektor: ", "")}`);
  };

  assert.deepEqual(await steps("debug"), [
    "debug sends",
    "debug received",
    "info waits",
    "debug sends",
    "debug received",
    "debug sends",
    "debug received",
    "warn failed",
  ]);
  assert.deepEqual(await steps(undefined), ["info waits", "warn failed"]);
  assert.deepEqual(await steps("warn"), ["warn failed"]);
  assert.deepEqual(await steps("error"), []);
});

test("it is told which operation, which attempt, and what came of it", async ({ mock }) => {
  mock.method(Math, "random", () => 0);
  const { konektor, told } = over([busy(), good()], { logLevel: "debug" });
  await konektor.leads.get("lead_1");

  const about = { operation: "leads.get", path: "/api/v2/agent/leads/lead_1" };
  const fields = told.map(([, , { ms, ...fields }]) => fields);
  assert.deepEqual(JSON.parse(JSON.stringify(fields)), [
    { ...about, attempt: 1 },
    { ...about, attempt: 1, status: 429 },
    { operation: "leads.get", attempt: 1, reason: "backoff" },
    { ...about, attempt: 2 },
    { ...about, attempt: 2, status: 200, requestId: "req_1" },
  ]);
});

test("neither the key nor a person's data is told, whatever happens", async () => {
  const leaks = new Error("knk_secret Secret-Notes", { cause: "+6281299998888" });
  const refusal = { success: false, error: { code: "VALIDATION_ERROR", message: "Secret-Notes", details: {} } };
  const { konektor, told } = over(
    [leaks, new Response("Secret-Page", { status: 502 }), Response.json(refusal, { status: 400 })],
    {
      logLevel: "debug",
      maxRetries: 0,
    },
  );
  await konektor.leads.create(LEAD).catch(() => {});
  await konektor.leads.list({ search: "Secret-Name" }).catch(() => {});
  await konektor.request("POST", "/api/v2/agent/tags", { query: { of: "Secret-Name" }, body: LEAD }).catch(() => {});
  await konektor.leads.create({ ...LEAD, email: "Secret-Mail" }).catch(() => {});

  assert.equal(told.filter(([level]) => level === "warn").length, 4);
  assert.doesNotMatch(JSON.stringify(told), /secret|8129999/i);
});

test("a logger that throws ends no call, and console is one", async () => {
  const throwing = () => {
    throw new Error("full");
  };
  const logger = { debug: throwing, info: throwing, warn: throwing, error: throwing };
  const { konektor } = over([good()], { logLevel: "debug", logger });

  assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
  new Konektor({ apiKey: "knk_test", logger: console });
});
