// @ts-check
// What the delivery journeys have in common: a world of sandbox and edge, and what can be asked of it.

import assert from "node:assert/strict";
import { folder, knob, send, startEdge, startSandbox, submission, until } from "./parts.mjs";

export const CREATE = { operation: "leads.create" };
export const LIST = { operation: "leads.list" };

/** @param {import("node:test").TestContext} t @param {{ sandbox?: string[], edge?: object }} [options] */
export async function start(t, options = {}) {
  const sandbox = await startSandbox("--port", "0", ...(options.sandbox ?? []));
  t.after(() => sandbox.stop());
  const persist = folder(t);
  const edge = await startEdge({ persist, api: sandbox.address, ...options.edge });
  t.after(() => edge.stop());
  return { sandbox: sandbox.address, edge: edge.address, part: edge, persist };
}

/** @typedef {Awaited<ReturnType<typeof start>>} World */

/** Tells the sandbox what to do wrong. */
export const fault = (/** @type {World} */ world, /** @type {object} */ body) => knob(world.sandbox, "faults", body);

/** What the sandbox was asked. */
export async function requests(/** @type {World} */ { sandbox }, /** @type {string} */ operation) {
  const { requests } = await knob(sandbox, "requests");
  return /** @type {any[]} */ (requests).filter((request) => request.operation === operation);
}

/** Sends one and answers its code. */
export async function receive(/** @type {World} */ { edge }, body = submission()) {
  const response = await send(edge, body);
  assert.equal(response.status, 202);
  return /** @type {string} */ (/** @type {any} */ (await response.json()).data.uniqueCode);
}

/** Waits for the outbox to know. */
export const delivered = (/** @type {World} */ { part }, /** @type {string} */ code) =>
  until(
    () => part.log.split("\n").some((line) => line.includes('"delivered"') && line.includes(code)),
    "the outbox to know that it is delivered",
  );
