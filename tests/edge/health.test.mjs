// @ts-check
// The health answer turns red with a reason, and green again by itself. What is a reason is the core's matter and tested there;
// here the facts come from a real outbox.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, data, health, startWithAdmin } from "./operator.mjs";
import { knob, leads, outbox, submission, until } from "./parts.mjs";
import { CREATE, delivered, fault, receive } from "./world.mjs";

const DAY = 86_400_000;

/** Waits until the reasons are these. @param {string} edge @param {string[]} codes */
function untilReasons(edge, codes) {
  return until(
    async () => {
      const answer = await health(edge);
      const found = answer.reasons.map((/** @type {any} */ { code }) => code);
      return found.join() === codes.join() ? answer : undefined;
    },
    `the health answer to say ${codes.join() || "nothing"}`,
  );
}

test("an outbox is green while it delivers, and a monitor sees 200", async (t) => {
  const world = await startWithAdmin(t);

  const before = await health(world.edge);
  await delivered(world, await receive(world));
  const after = await health(world.edge);

  assert.deepEqual([before.status, before.healthy, before.reasons], [200, true, []]);
  assert.deepEqual([after.status, after.healthy, after.waiting], [200, true, 0]);
});

test("a refused key and an outage turn it red with 503 until they are over", async (t) => {
  const world = await startWithAdmin(t);
  for (const [status, code, reason] of /** @type {const} */ ([
    [401, "UNAUTHORIZED", "KEY_REFUSED"],
    [403, "FORBIDDEN", "KEY_REFUSED"],
    [429, "RATE_LIMITED", "LIMIT_REACHED"],
    [500, "INTERNAL_ERROR", "UNREACHABLE"],
  ])) {
    const { id } = await fault(world, { match: {}, answer: "status", status, code, times: 10_000 });
    const submitted = await receive(world);

    const red = await untilReasons(world.edge, [reason]);
    await knob(world.sandbox, `faults/${id}`, undefined, "DELETE");
    await delivered(world, submitted);
    const green = await untilReasons(world.edge, []);

    assert.equal(red.status, 503, reason);
    assert.equal(red.reasons[0].answer, code);
    assert.ok(red.waiting === 1 && red.reasons[0].message.length > 20);
    assert.equal(green.status, 200);
  }
});

test("a key that is not set is told before the first submission", async (t) => {
  const { edge } = await startWithAdmin(t, { edge: { settings: { KONEKTOR_API_KEY: "" } } });

  assert.deepEqual(
    (await health(edge)).reasons.map((/** @type {any} */ { code }) => code),
    ["KEY_MISSING"],
  );
});

test("what waits for a person too long, and what is parked, are told in time", async (t) => {
  const world = await startWithAdmin(t, { edge: { timed: true } });
  await receive(world, submission({ fields: { firstName: "Bot", _hp: "x" } }));
  await untilReasons(world.edge, []);

  await outbox(world.edge, "clock", { advanceMs: 24 * DAY });
  const red = await untilReasons(world.edge, ["HELD_NEAR_END"]);
  const { now } = await outbox(world.edge, "rows");
  const days = (Date.parse(red.reasons[0].at) - now) / DAY;
  assert.ok(days > 5.9 && days <= 6, `${days} days are left`);
  const { submissions } = await data(world.edge, "submissions?state=held");
  await data(world.edge, "reject", { body: { uniqueCodes: [submissions[0].uniqueCode] } });
  await untilReasons(world.edge, []);

  await fault(world, { match: CREATE, answer: "status", status: 400, code: "VALIDATION_ERROR" });
  await receive(world);
  await untilReasons(world.edge, ["PARKED"]);
  await data(world.edge, "redrive", { body: { all: true } });
  await untilReasons(world.edge, []);
});

test("an outage of an hour makes the oldest submission late", async (t) => {
  const world = await startWithAdmin(t, { edge: { timed: true } });
  await fault(world, { match: {}, answer: "status", status: 503, times: 10_000 });
  await receive(world);

  await outbox(world.edge, "clock", { advanceMs: 2 * 3_600_000 });

  await untilReasons(world.edge, ["UNREACHABLE", "LATE"]);
});

test("twins are named with all their leads", async (t) => {
  const world = await startWithAdmin(t, { edge: { timed: true } });
  // Committed after the settle time: the one case in which a twin is possible.
  await fault(world, { match: CREATE, answer: "cut", commit: "late", lateMs: 2_500 });
  const code = await receive(world);
  await delivered(world, code);
  await until(async () => (await leads(world.sandbox)).length === 2, "the late commit");

  await outbox(world.edge, "clock", { advanceMs: 11 * 60_000 });

  const red = await untilReasons(world.edge, ["TWINS"]);
  const ids = (await leads(world.sandbox)).map(({ id }) => id);
  assert.deepEqual(
    red.twins.map((/** @type {any} */ twin) => [twin.uniqueCode, twin.leadIds.sort()]),
    [[code, ids.sort()]],
  );
  const erased = await data(world.edge, "erase", { body: { phone: "081234567890" } });
  assert.deepEqual(erased.leadIds.sort(), ids.sort(), "both are to be removed");
});

test("health needs the token like everything else", async (t) => {
  const { edge } = await startWithAdmin(t);

  assert.equal((await ask(edge, "health", { token: null })).status, 401);
});
