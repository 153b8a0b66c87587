// @ts-check
// Sends submissions over a number of connections, each with an id of its own, and notes how many were accepted and how long each took.

import autocannon from "autocannon";
import { FORM, ORIGIN } from "./submission.mjs";

/** @typedef {{ perSecond: number, milliseconds: Float64Array, refused: number }} Load Latencies are sorted. */

/**
 * Sends for some seconds, or a number of submissions.
 *
 * @param {string} address
 * @param {{ connections: number, duration?: number, amount?: number, next: () => string }} options
 * @returns {Promise<Load>}
 */
export async function load(address, { next, ...extent }) {
  /** @type {number[]} */
  const milliseconds = [];
  let refused = 0;
  let last = 0;
  const started = performance.now();
  await new Promise((done, failed) => {
    const run = autocannon(
      {
        url: `${address}/v1/forms/${FORM}/submissions`,
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN },
        requests: [{ setupRequest: (request) => ({ ...request, body: next() }) }],
        ...extent,
      },
      (error, result) => (error ? failed(error) : done(result)),
    );
    // Its own summary counts whole seconds and rounds latencies to milliseconds.
    run.on("response", (_client, status, _bytes, latency) => {
      last = performance.now();
      if (Number(status) === 202) milliseconds.push(latency);
      else refused++;
    });
  });
  const seconds = (last - started) / 1000;
  return { perSecond: milliseconds.length / seconds, milliseconds: Float64Array.from(milliseconds).sort(), refused };
}
