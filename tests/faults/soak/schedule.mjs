// @ts-check
// Who does what when in a soak, drawn from its seed before anything starts: the same seed is the same schedule. It knows nothing of
// what comes of it.

import { createHash } from "node:crypto";
import { Seeded } from "./seeded.mjs";
import { forecast } from "./weather.mjs";

const DAY = 86_400_000;
const QUARTER = 15 * 60_000;
/** The edge's clock stays so near that no receipt and no held submission comes to its end. */
const EARLIEST = -3 * DAY;
const LATEST = 15 * DAY;
/** What a phase takes besides: parts that start again, a settle time to be waited for. */
const BETWEEN = 1_000;

/**
 * @typedef {object} Visit Somebody sends something.
 * @property {number} at Milliseconds after the phase began.
 * @property {number} number Of the submission, which is also its content.
 * @property {"json" | "text" | "post" | "postWithoutId" | "storm" | "again" | "conflict" | "held" | "refused"} kind
 * @property {string} id
 * @property {number} times How often at once.
 * @property {string} refusal What is wrong with it, if it is to be refused.
 *
 * @typedef {object} Blow Something happens to one of the parts.
 * @property {number} at
 * @property {"crashEdge" | "crashMidway" | "restartEdge" | "crashSandbox" | "freezeSandbox" | "pass" | "none"} what
 * @property {number} ms How long it is gone, or how far its clock is set.
 *
 * @typedef {object} Phase
 * @property {number} ms How long it lasts.
 * @property {import("./weather.mjs").Weather[]} weather
 * @property {Visit[]} visits
 * @property {Blow[]} blows
 */

const KINDS = /** @type {const} */ ([
  ...Array(8).fill("json"),
  ...Array(2).fill("text"),
  ...Array(2).fill("post"),
  ...Array(2).fill("postWithoutId"),
  ...Array(2).fill("storm"),
  ...Array(2).fill("again"),
  "conflict",
  "held",
  "refused",
]);
export const REFUSALS = ["notJson", "tooLarge", "otherType", "otherCharset", "badEmail", "noName", "noForm", "badId"];

/** Draws a schedule. @param {number} seed @param {number} minutes @returns {Phase[]} */
export function schedule(seed, minutes) {
  const seeded = new Seeded(seed);
  const weather = forecast(seeded);
  const kind = seeded.deck(KINDS);
  const refusal = seeded.deck(REFUSALS);
  const blow = seeded.deck(
    /** @type {const} */ (["crashEdge", "crashSandbox", "pass", "crashMidway", "freezeSandbox", "restartEdge", "none"]),
  );
  /** @type {Visit[]} */
  const repeatable = [];
  let number = 0;
  let ahead = 0;

  function visit(/** @type {number} */ at) {
    const drawn = kind();
    const earlier = repeatable.length > 0 ? seeded.pick(repeatable) : undefined;
    const repeats = (drawn === "again" || drawn === "conflict") && earlier !== undefined;
    /** @type {Visit} */
    const made = {
      at,
      number: repeats ? earlier.number : ++number,
      kind: drawn === "again" || drawn === "conflict" ? (repeats ? drawn : "json") : drawn,
      id: repeats ? earlier.id : seeded.uuid(),
      times: drawn === "storm" ? seeded.between(2, 8) : 1,
      refusal: drawn === "refused" ? refusal() : "",
    };
    if (["json", "text", "storm"].includes(made.kind)) repeatable.push(made);
    return made;
  }

  /** @returns {Blow} */
  function strike(/** @type {number} */ at, what = blow()) {
    if (what !== "pass") return { at, what, ms: seeded.between(0, what === "freezeSandbox" ? 1_000 : 1_500) };
    const target = Math.min(
      LATEST,
      Math.max(EARLIEST, ahead + seeded.between(-2, 4) * DAY + seeded.between(-3, 6) * QUARTER),
    );
    const ms = target - ahead;
    ahead = target;
    return { at, what, ms };
  }

  /** @returns {Phase} */
  function phase(/** @type {number} */ ms) {
    const weathers = Array.from({ length: seeded.between(1, 2) }, weather);
    const gap = seeded.pick([40, 80, 160, 400]);
    const visits = [];
    for (let at = seeded.between(0, gap); at < ms; at += seeded.between(1, 2 * gap)) visits.push(visit(at));
    const blows = [strike(seeded.between(200, Math.max(200, ms - 1_500)))];
    // Whoever was asked to wait for years waits a quarter of an hour, and so long no soak waits.
    if (weathers.some(({ long }) => long)) {
      blows.push({ at: ms, what: "pass", ms: QUARTER });
      ahead += QUARTER;
    }
    return { ms, weather: weathers, visits, blows };
  }

  /** @type {Phase[]} */
  const phases = [];
  for (let left = Math.round(minutes * 60_000); left > 0; ) {
    const ms = Math.min(left, seeded.between(2_500, 7_000));
    phases.push(phase(ms));
    left -= ms + BETWEEN;
  }
  return phases;
}

/** By which two schedules are compared. @param {Phase[]} phases */
export function digest(phases) {
  return createHash("sha256").update(JSON.stringify(phases)).digest("hex").slice(0, 16);
}

/** A phase in a line. @param {Phase} phase */
export function told({ ms, weather, visits, blows }) {
  const sky = weather.map(({ name }) => name).join(" + ");
  const struck = blows.map(({ what, ms: by }) => (what === "pass" ? `clock ${hours(by)}` : what)).join(", ");
  return `${(ms / 1000).toFixed(1)} s: ${sky}; ${visits.length} visits; ${struck}`;
}

function hours(/** @type {number} */ ms) {
  return `${ms < 0 ? "" : "+"}${(ms / 3_600_000).toFixed(2)} h`;
}
