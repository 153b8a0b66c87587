// @ts-check
// The plan's rate, in real minutes of the smallest plan: alone the outbox uses it and is never refused, beside another key it gives
// way, and look-ups, which count in it, are batched where that saves requests.

import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { knob, until } from "../edge/parts.mjs";
import { CREATE, fault, requests, start } from "../edge/world.mjs";
import { acknowledged, begin, finished, pass, proof, ring, rows } from "./proof.mjs";

/** Requests a minute of the plan `starter`. */
const LIMIT = 60;
const MINUTE = 60_000;
/** What another key sends in a minute. */
const OTHERS = 20;
/** What is left of the first minute. */
const HEAD_START = 5_000;
/** Enough for that rest and two whole minutes. */
const SUBMISSIONS = 4 * LIMIT;
const DAY = 24 * 60 * MINUTE;
/** Two whole minutes, and what a busy machine needs to begin. */
const TIMEOUT = 3 * MINUTE;

/** @typedef {import("./proof.mjs").World} World */

/** A drain that begins shortly before a minute does. @param {import("node:test").TestContext} t */
async function draining(t) {
  const sandbox = ["--plan", "starter", "--seed", "7", "--key", "knk_sandbox", "--key", "knk_other"];
  // A request that nobody waited for long enough tells nothing about the rate.
  const world = await start(t, { sandbox, edge: { settleSeconds: 4 } });
  const { now } = await knob(world.sandbox, "clock");
  const left = MINUTE - (Date.parse(now) % MINUTE);
  await knob(world.sandbox, "clock", { advanceMs: left - HEAD_START });
  return { world, minute: Math.floor((Date.parse(now) + left) / MINUTE) };
}

/** Those of some requests that came in a minute. @param {any[]} some @param {number} minute */
const inMinute = (some, minute) => some.filter(({ at }) => Math.floor(Date.parse(at) / MINUTE) === minute);

/** The drain's requests, once it has gone through two whole minutes into the next. @param {World} world @param {number} minute */
async function twoMinutes(world, minute) {
  let since = 0;
  await until(
    async () => {
      const { requests, next } = await knob(world.sandbox, `requests?since=${since}&waitMs=10000`);
      since = next;
      const ours = requests.filter((/** @type {any} */ { operation }) => operation.startsWith("leads."));
      return inMinute(ours, minute + 2).length > 0;
    },
    "two minutes to pass",
    TIMEOUT / 1000,
  );
  return [...(await requests(world, "leads.create")), ...(await requests(world, "leads.list"))];
}

suite("the rate", { concurrency: true }, () => {
  test("alone the drain uses at least 95 % of the plan's requests in each minute and earns no 429", {
    timeout: TIMEOUT,
  }, async (t) => {
    const { world, minute } = await draining(t);
    await fault(world, { match: CREATE, answer: "status", status: 500, commit: "yes", probability: 0.1 });
    for (let sent = 0; sent < SUBMISSIONS; sent++) await acknowledged(world);

    const log = await twoMinutes(world, minute);

    for (const at of [minute, minute + 1]) {
      const used = inMinute(log, at);
      t.diagnostic(`used of ${LIMIT}: ${used.length}`);
      assert.ok(used.length >= 0.95 * LIMIT, `${used.length} of ${LIMIT}`);
    }
    // Look-ups count, too. Batches of them may be in vain, but not again and again.
    const lookUps = log.filter(({ operation }) => operation === "leads.list").length;
    const doubts = log.filter(({ status }) => status === 500).length;
    t.diagnostic(`${lookUps} look-ups for ${doubts} doubts`);
    assert.ok(lookUps > 0);
    assert.ok(lookUps <= 1.5 * doubts + 2, `${lookUps} look-ups for ${doubts} doubts`);
    assert.ok(log.every(({ status }) => status !== 429));
  });

  test("beside another key the drain gives way and uses what is left", { timeout: TIMEOUT }, async (t) => {
    const { world, minute } = await draining(t);
    const polling = setInterval(() => {
      fetch(`${world.sandbox}/api/v2/agent/workspace`, { headers: { authorization: "Bearer knk_other" } }).catch(
        () => {},
      );
    }, MINUTE / OTHERS);
    t.after(() => clearInterval(polling));
    for (let sent = 0; sent < SUBMISSIONS; sent++) await acknowledged(world);

    const log = await twoMinutes(world, minute);

    const polls = await requests(world, "workspace.get");
    for (const at of [minute, minute + 1]) {
      const [used, others] = [inMinute(log, at), inMinute(polls, at)];
      t.diagnostic(`used of ${LIMIT}: ${used.length}, beside ${others.length}`);
      assert.ok(others.length >= 0.9 * OTHERS, `${others.length} of the other key's requests`);
      // In the first minute it learns how much the others need.
      const share = at === minute ? 0.5 : 0.8;
      assert.ok(used.length >= share * (LIMIT - OTHERS), `${used.length} of ${LIMIT - OTHERS}`);
      assert.ok(
        [...used, ...others].every(({ status }) => status !== 429),
        "nobody is refused",
      );
    }
  });

  test("40 look-ups that fall due together are read in one list by the time of creation", async (t) => {
    // A settle time of a day, so that all of them are in doubt at once although each cut stops the outbox.
    const world = await begin(t, { edge: { settleSeconds: DAY / 1000 } });
    await fault(world, { match: CREATE, answer: "cut", commit: "yes", times: null });
    const receipts = await Promise.all(Array.from({ length: 40 }, () => acknowledged(world)));
    await until(async () => {
      await ring(world, 15 * MINUTE);
      return (await rows(world)).every(({ state }) => state === "unknown");
    }, "all of them to be in doubt");

    await pass(world, DAY);
    await finished(world);

    const lists = await requests(world, "leads.list");
    assert.ok(lists.length <= 4, `${lists.length} requests for 40 look-ups`);
    assert.match(lists[0].query, /createdFrom=/);
    await proof(world, receipts);
  });
});
