// @ts-check
// What the rounds come to. What a side adds to the page alone, and how it compares with ours, is taken within each round; told are
// the median and, in brackets, the lowest and the highest.

import { median } from "../statistics.mjs";
import { table } from "../table.mjs";
import { ALONE, OURS, PLAIN } from "./sides.mjs";

/** The most that ours may add to the main thread at full speed before anybody touches the form, in milliseconds. */
const TARGET = 5;

/** @typedef {import("./compare.mjs").Round} Round */
/** @typedef {import("./compare.mjs").Played} Played */
/** @typedef {(round: Round) => number} Measure NaN where a side has no such figure. */

/** @type {(side: string, part: "cold" | "warm" | "receipt", figure: keyof import("./visit.mjs").Look) => Measure} */
const of = (side, part, figure) => (round) =>
  /** @type {Partial<import("./visit.mjs").Look> | undefined} */ (round[side]?.[part])?.[figure] ?? Number.NaN;
/** @type {(one: Measure, other: Measure) => Measure} */
const minus = (one, other) => (round) => one(round) - other(round);
/** @type {(one: Measure, other: Measure) => Measure} */
const over = (one, other) => (round) => one(round) / other(round);

/** The first visit, as a multiple of ours. @type {(side: string, figure: "milliseconds" | "usable") => Measure} */
const ofOurs = (side, figure) => over(of(side, "cold", figure), of(OURS, "cold", figure));
/** What a side takes before a touch, above the page alone. @type {(side: string, part: "cold" | "warm", figure: "milliseconds" | "script") => Measure} */
const added = (side, part, figure) => minus(of(side, part, figure), of(ALONE, part, figure));

/** @param {readonly string[]} sides @param {readonly Played[]} played */
export function report(sides, played) {
  const all = played.flatMap(({ rounds }) => rounds);
  console.log(`${table(sides.map((side) => weight(side, all)))}\n`);
  for (const { condition, rounds } of played) {
    const alone = told(rounds, of(ALONE, "cold", "milliseconds"));
    console.log(`${condition.name}; ${rounds.length} rounds; the page alone takes ${alone} ms of the main thread.\n`);
    console.log(`${table(sides.map((side) => first(side, rounds)))}\n`);
  }
  console.log(`Once more, with what the browser has kept.\n\n${table(sides.map((side) => again(side, played)))}\n`);
  verdict(played[0]?.rounds ?? [], all);
}

/** What goes over the wire: the same in all rounds. @param {string} side @param {Round[]} rounds */
function weight(side, rounds) {
  return {
    side,
    "requests before a touch": told(rounds, of(side, "cold", "requests")),
    "bytes before a touch": told(rounds, of(side, "cold", "bytes")),
    "requests to the receipt": told(rounds, of(side, "receipt", "requests")),
    "bytes to the receipt": told(rounds, of(side, "receipt", "bytes")),
  };
}

/** The first visit. @param {string} side @param {Round[]} rounds */
function first(side, rounds) {
  const unlessAlone = (/** @type {string} */ text) => (side === ALONE ? "" : text);
  return {
    side,
    "main thread, ms more": unlessAlone(told(rounds, added(side, "cold", "milliseconds"), 1)),
    "of them script": unlessAlone(told(rounds, added(side, "cold", "script"), 1)),
    "page and form, of ours": told(rounds, ofOurs(side, "milliseconds"), 2),
    "usable after ms": told(rounds, of(side, "cold", "usable")),
    "usable, of ours": told(rounds, ofOurs(side, "usable"), 2),
    "layout shift": told(rounds, of(side, "cold", "shift"), 3),
    "main thread from touch to receipt, ms": told(
      rounds,
      minus(of(side, "receipt", "milliseconds"), of(side, "cold", "milliseconds")),
    ),
  };
}

/** The next one. @param {string} side @param {readonly Played[]} played */
function again(side, played) {
  const all = played.flatMap(({ rounds }) => rounds);
  const times = played.flatMap(({ condition: { slowdown }, rounds }) => [
    [`main thread, ms more, ${slowdown}×`, side === ALONE ? "" : told(rounds, added(side, "warm", "milliseconds"), 1)],
    [`usable after ms, ${slowdown}×`, told(rounds, of(side, "warm", "usable"))],
  ]);
  return {
    side,
    requests: told(all, of(side, "warm", "requests")),
    bytes: told(all, of(side, "warm", "bytes")),
    ...Object.fromEntries(times),
  };
}

/** @param {Round[]} fullSpeed @param {Round[]} all */
function verdict(fullSpeed, all) {
  const met = (/** @type {boolean} */ is, /** @type {number} */ target) =>
    `${is ? "meets" : "misses"} the target of ${target}`;
  const busy = added(OURS, "cold", "milliseconds");
  for (const [what, measure] of /** @type {const} */ ([
    ["to the page", busy],
    ["to the same page with a form of HTML alone", minus(busy, added(PLAIN, "cold", "milliseconds"))],
    ["of script to the page", added(OURS, "cold", "script")],
  ])) {
    const more = median(fullSpeed.map(measure));
    console.log(`Before a touch ${OURS} adds ${more.toFixed(1)} ms ${what}: that ${met(more <= TARGET, TARGET)}.`);
  }
  const shift = Math.max(...all.map(of(OURS, "cold", "shift")));
  console.log(`Its layout shift is at most ${shift.toFixed(3)}: that ${met(shift === 0, 0)}.`);
}

/** The median, and the range where there is one. @param {Round[]} rounds @param {Measure} measure */
function told(rounds, measure, digits = 0) {
  const found = rounds.map(measure).filter((value) => !Number.isNaN(value));
  if (found.length === 0) return "";
  const texts = [median(found), Math.min(...found), Math.max(...found)].map((value) => value.toFixed(digits));
  const [middle, lowest, highest] = texts;
  return lowest === highest ? `${middle}` : `${middle} (${lowest}–${highest})`;
}
