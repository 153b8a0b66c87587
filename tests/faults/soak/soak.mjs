// @ts-check
// Plays a schedule of visitors, faults, power cuts and clocks that jump against the real parts, then counts:
//   node soak.mjs --seed S --minutes M [--plan-only]
// The last line, alone on stdout: `in=N out=N lost=0 doubled=0 seed=S`. Ends with 1 when that is not what came of it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { formsFile, until } from "../../edge/parts.mjs";
import { balanced, compare } from "../books.mjs";
import { unfinished } from "../door.mjs";
import { digest, schedule, told } from "./schedule.mjs";
import { Stage } from "./stage.mjs";
import { numberOf, Visitors } from "./visitors.mjs";

/** How long it may take until everything is delivered. */
const SETTLED_SECONDS = 240;
const PROGRESS_MS = 5_000;
const DAY = 86_400_000;

const { values } = parseArgs({
  options: { seed: { type: "string" }, minutes: { type: "string" }, "plan-only": { type: "boolean", default: false } },
});
const seed = Number(values.seed);
const minutes = Number(values.minutes);
if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32 || !(minutes > 0)) {
  console.error("give --seed S, a whole number below 2^32, and --minutes M");
  process.exit(2);
}

const phases = schedule(seed, minutes);
const summary = `seed=${seed} phases=${phases.length} visits=${phases.flatMap(({ visits }) => visits).length} schedule=${digest(phases)}`;
if (values["plan-only"]) {
  for (const phase of phases) console.log(told(phase));
  console.log(summary);
  process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
const folder = mkdtempSync(join(tmpdir(), "konektor-soak-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const started = Date.now();
const tell = (/** @type {string} */ line) =>
  console.error(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${line}`);

tell(summary);
const stage = await Stage.start(
  folder,
  formsFile({ limits: { perMinute: 1_000_000, held: 1_000_000, heldBytes: 1e9 } }),
  seed,
);
const visitors = new Visitors(stage.edge);
const progress = setInterval(() => report().catch(() => {}), PROGRESS_MS);
const played = await playAll().catch((error) => void console.error(error));
clearInterval(progress);
const good = await count();
await stage.stop();
process.exit(played && good ? 0 : 1);

async function playAll() {
  for (const phase of phases) await play(phase);
  await stage.change([]);
  await visitors.gone();
  await settle();
  return true;
}

/** @param {import("./schedule.mjs").Phase} phase */
async function play(phase) {
  tell(told(phase));
  await stage.change(phase.weather);
  const start = Date.now();
  const at = (/** @type {number} */ ms) => wait(Math.max(0, start + ms - Date.now()));
  /** While the clock is set nobody comes: a post without an id is the same as another only for ten minutes. */
  let hush = Promise.resolve();
  const blows = (async () => {
    for (const { at: when, what, ms } of phase.blows) {
      await at(when);
      if (what === "pass") {
        hush = visitors.gone().then(() => stage.pass(ms));
        await hush;
      } else if (what !== "none") await stage[what](ms);
    }
  })();
  const visits = (async () => {
    for (const visit of phase.visits) {
      await at(visit.at);
      await hush;
      await visitors.come(visit);
    }
  })();
  await Promise.all([blows, visits, at(phase.ms)]);
}

/** Waits until every submission stands where it stays. What would only be waited for passes on the edge's clock. */
async function settle() {
  tell("everything comes to its end");
  await until(
    async () => {
      const counts = await stage.counts();
      if (unfinished(counts) > 0 && counts.restMs > 10_000) await stage.pass(counts.restMs);
      return unfinished(counts) === 0;
    },
    "everything to be delivered",
    SETTLED_SECONDS,
  ).catch((error) => console.error(error.message));
  // Whoever may have a twin is looked for once more.
  await stage.pass(DAY);
  await until(async () => ((await stage.counts()).auditMs ?? 1) > 0, "the audits", SETTLED_SECONDS);
}

async function report() {
  const { states, reason } = await stage.counts();
  const where = Object.entries(states).map(([state, count]) => `${state} ${count}`);
  tell(`in ${visitors.clean.size}, out ${await stage.total()}, ${where.join(", ")}${reason ? `; ${reason}` : ""}`);
}

/** The last line; what differs goes to stderr, by its code. */
async function count() {
  /** @type {[string, number][]} */
  const leads = [];
  for await (const lead of stage.leads()) leads.push([lead.uniqueCode, numberOf(lead)]);
  const books = compare(visitors.clean, leads, visitors.suspects, await stage.held());
  const alarms = stage.alarms();
  for (const [what, codes] of Object.entries(books)) {
    if (Array.isArray(codes)) for (const code of codes) console.error(`${what}: ${code}`);
  }
  for (const wrong of visitors.wrongs) console.error(`wrong answer: ${wrong}`);
  for (const line of alarms) console.error(`in the log: ${line}`);
  tell(
    `held ${visitors.suspects.size}, refused ${visitors.refused}, memory ${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  );
  console.log(`in=${books.in} out=${books.out} lost=${books.lost.length} doubled=${books.doubled.length} seed=${seed}`);
  return balanced(books) && visitors.wrongs.length === 0 && alarms.length === 0;
}
