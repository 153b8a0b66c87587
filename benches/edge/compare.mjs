// @ts-check
// The comparison: all sides take turns, round after round, so that what else the machine does falls on all alike. A ratio is taken
// within each round, and the median of the rounds is told.

import { median, quantile } from "../statistics.mjs";
import { table } from "../table.mjs";
import { load } from "./load.mjs";
import { APIS, edge, limit } from "./sides.mjs";

const CONNECTIONS = [1, 16];
/** Of the limit's rate, over the most connections. */
const TARGET = 0.7;

/**
 * @param {string} folder
 * @param {{ rounds: number, seconds: number, warmUp: number }} extent The seconds of a turn; the submissions until the engine has optimised
 */
export async function compare(folder, { rounds, seconds, warmUp }) {
  const sides = [await limit(folder)];
  for (const api of /** @type {(keyof typeof APIS)[]} */ (Object.keys(APIS))) sides.push(await edge(api, folder));
  try {
    for (const side of sides) process.kill(side.pid, "SIGSTOP");
    for (const side of sides) await turn(side, { connections: 16, amount: warmUp });
    const rows = [];
    for (const connections of CONNECTIONS) {
      /** @type {import("./load.mjs").Load[][]} */
      const played = [];
      for (let round = 0; round < rounds; round++) {
        const turns = [];
        for (const side of sides) turns.push(await turn(side, { connections, duration: seconds }));
        played.push(turns);
        process.stderr.write(`  ${connections} connections, round ${round + 1} of ${rounds}\n`);
      }
      rows.push(...sides.map(({ name }, side) => summary(name, connections, played, side)));
    }
    console.log(table(rows));
    verdict(rows);
  } finally {
    for (const side of sides) await side.stop();
  }
}

/**
 * One side's turn. The others are stopped meanwhile: one that still delivers what it accepted would run at their cost.
 *
 * @param {import("./sides.mjs").Side} side @param {{ connections: number, duration?: number, amount?: number }} extent
 */
async function turn({ name, address, pid, next }, extent) {
  process.kill(pid, "SIGCONT");
  const played = await load(address, { ...extent, next });
  process.kill(pid, "SIGSTOP");
  if (played.milliseconds.length === 0) throw new Error(`${name} accepted nothing, and refused ${played.refused}`);
  return played;
}

/** @param {string} name @param {number} connections @param {import("./load.mjs").Load[][]} played @param {number} side */
function summary(name, connections, played, side) {
  const of = (/** @type {(load: import("./load.mjs").Load) => number} */ figure) =>
    median(played.map((turns) => figure(/** @type {import("./load.mjs").Load} */ (turns[side]))));
  const ratios = played
    .map((turns) => (turns[side]?.perSecond ?? 0) / (turns[0]?.perSecond ?? 0))
    .sort((a, b) => a - b);
  return {
    side: name,
    connections,
    "accepted/s": Math.round(of(({ perSecond }) => perSecond)),
    "p50 ms": rounded(of(({ milliseconds }) => quantile(milliseconds, 0.5))),
    "p99 ms": rounded(of(({ milliseconds }) => quantile(milliseconds, 0.99))),
    refused: played.reduce((sum, turns) => sum + (turns[side]?.refused ?? 0), 0),
    "of the limit": rounded(median(ratios)),
    "rounds' range": `${rounded(ratios[0] ?? 0)} – ${rounded(ratios.at(-1) ?? 0)}`,
  };
}

function verdict(/** @type {ReturnType<typeof summary>[]} */ rows) {
  for (const row of rows.filter(({ side }) => side !== "limit")) {
    if (row.connections !== Math.max(...CONNECTIONS)) continue;
    const met = row["of the limit"] >= TARGET ? "meets" : "misses";
    console.log(`${row.side}: ${row["of the limit"]} of the limit's rate, which ${met} the target of ${TARGET}`);
  }
}

const rounded = (/** @type {number} */ value) => Number(value.toFixed(2));
