// @ts-check
// What workerd's process holds while the edge receives and delivers: the resident set after every so many submissions, told apart
// into memory of its own and mapped files. Flat means that the second half of the run does not grow.

import { readFileSync } from "node:fs";
import { slope } from "../statistics.mjs";
import { table } from "../table.mjs";
import { load } from "./load.mjs";
import { edge } from "./sides.mjs";

const SAMPLES = 20;
/** A submission that stays in memory is larger; below this the heap still settles. */
const FLAT_BYTES = 1_000;

/** @param {string} folder @param {number} amount */
export async function watch(folder, amount) {
  const side = await edge("unlimited", folder);
  try {
    const rows = [];
    for (let sample = 1; sample <= SAMPLES; sample++) {
      const { refused } = await load(side.address, { connections: 16, amount: amount / SAMPLES, next: side.next });
      const memory = memoryOf(side.pid);
      rows.push({ accepted: (sample * amount) / SAMPLES, refused, delivered: delivered(side.log), ...memory });
      process.stderr.write(`  ${sample} of ${SAMPLES}: ${memory["resident MB"]} MB\n`);
    }
    console.log(table(rows));
    const half = rows.slice(SAMPLES / 2);
    const bytes = slope(half.map((row) => [row.accepted, row["own MB"] * 1e6]));
    const verdict = bytes < FLAT_BYTES ? "flat" : "it grows";
    console.log(`Second half: ${bytes.toFixed(0)} bytes more for each submission: ${verdict}`);
  } finally {
    await side.stop();
  }
}

/** From /proc, which only Linux has. */
function memoryOf(/** @type {number} */ pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (/** @type {string} */ name) => {
    const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
    return Math.round((Number(kibibytes) * 1024) / 1e6);
  };
  return { "resident MB": megabytes("VmRSS"), "own MB": megabytes("RssAnon"), "mapped MB": megabytes("RssFile") };
}

function delivered(/** @type {string} */ log) {
  return readFileSync(log, "utf8").split('"event":"delivered"').length - 1;
}
