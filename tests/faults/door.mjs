// @ts-check
// The door of door-worker.mjs, from outside: what its outbox holds, and the things that only a test does to it.

import { until } from "../edge/parts.mjs";

/** @typedef {{ states: Record<string, number>, restMs: number, auditMs: number | null, reason: string | null }} Counts */

/** @param {string} edge @param {string} path @param {object} [body] */
async function ask(edge, path, body = {}) {
  const again = () => fetch(`${edge}/__test/${path}`, { method: "POST", body: JSON.stringify(body) });
  // A connection that was kept may close as it is used; whatever is asked here may be asked twice.
  const response = await again().catch(again);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return /** @type {any} */ (response.json());
}

/** How many submissions stand where, and for how long they rest. @param {string} edge @returns {Promise<Counts>} */
export const counts = (edge) => ask(edge, "counts");

/** The codes that wait for a person. @param {string} edge @returns {Promise<Set<string>>} */
export const held = async (edge) => new Set((await ask(edge, "held")).flat());

/** Lets a held submission go. @param {string} edge @param {string} id */
export const release = (edge, id) => ask(edge, "release", { id });

/** Writes a row's count of attempts; a negative one is nothing that the core can read. @param {string} edge @param {string} id @param {number} attempts */
export const setAttempts = (edge, id, attempts) => ask(edge, "attempts", { id, attempts });

/** Sets the clock so far ahead, unless a settle time runs; answers whether it is. @param {string} edge @param {number} aheadMs @param {number} settleMs @returns {Promise<boolean>} */
export const pass = async (edge, aheadMs, settleMs) => (await ask(edge, "pass", { aheadMs, settleMs })).passed;

/** How many submissions are on their way. @param {Counts} counts */
export const unfinished = ({ states }) => (states.accepted ?? 0) + (states.sending ?? 0) + (states.unknown ?? 0);

/** Waits until every submission stands where it stays. @param {string} edge @param {number} [seconds] */
export const finished = (edge, seconds) =>
  until(async () => unfinished(await counts(edge)) === 0, "every submission to stand where it stays", seconds);
