// @ts-check
// The comparison: all sides take turns, round after round, so that what else the machine does falls on all alike. What it comes to is
// the report's matter.

import { visit } from "./visit.mjs";

/** @type {import("./meter.mjs").Condition[]} */
const CONDITIONS = [
  { name: "A processor at full speed, on loopback", slowdown: 1 },
  {
    name: "A processor slowed down 4 times, 150 ms and 1.6 Mbit/s away",
    slowdown: 4,
    network: { latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 },
  },
];

/** @typedef {Record<string, import("./visit.mjs").Visit>} Round A visit of each side. */
/** @typedef {{ condition: import("./meter.mjs").Condition, rounds: Round[] }} Played */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {readonly import("./sides.mjs").Side[]} sides
 * @param {string} origin
 * @param {number} amount of rounds
 * @returns {Promise<Played[]>}
 */
export async function compare(browser, sides, origin, amount) {
  const played = [];
  for (const condition of CONDITIONS) {
    const rounds = [];
    // The very first round warms the browser up, and is not told.
    for (let round = played.length === 0 ? 0 : 1; round <= amount; round++) {
      /** @type {Round} */
      const visits = {};
      for (const [index, side] of sides.entries()) {
        visits[side.name] = await visit(browser, side, `${origin}/${index}`, condition);
      }
      if (round > 0) rounds.push(visits);
      process.stderr.write(`  ${condition.name}: round ${round} of ${amount}\n`);
    }
    played.push({ condition, rounds });
  }
  return played;
}
