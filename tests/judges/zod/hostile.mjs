// @ts-check
// Values that a field does not expect: of other types, that JSON cannot write or writes as something else, without an end.
import fc from "fast-check";
import { unit } from "./texts.mjs";

/** Values of any type but, mostly, the right one. @returns {fc.Arbitrary<unknown>} */
export function hostile() {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constantFrom(undefined, true, false, 0, -0, 1) },
    { weight: 3, arbitrary: fc.constantFrom("", "1", "true", "null", "NaN", "1e999", "[object Object]") },
    { weight: 3, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
    { weight: 2, arbitrary: halves },
    { weight: 2, arbitrary: fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: unwritten.length - 1 }).map((index) => unwritten[index]?.()) },
    { weight: 1, arbitrary: fc.constantFrom(0n, 10n ** 30n) },
    { weight: 1, arbitrary: fc.constantFrom(125, 126, 127, 200).map(nested) },
    { weight: 1, arbitrary: fc.constant(undefined).map(circle) },
    { weight: 1, arbitrary: fc.string({ unit, maxLength: 40 }) },
  );
}

/** Text with half a surrogate pair: what `slice` leaves of an emoji. */
const halves = fc
  .tuple(
    fc.string({ unit, maxLength: 4 }),
    fc.constantFrom("\ud83d", "\ude00", "\ude00\ud83d", "\ud83dx"),
    fc.constantFrom("", "a", " "),
  )
  .map((parts) => parts.join(""));

/** Values that JSON writes as something else, or leaves out. @type {(() => unknown)[]} */
const unwritten = [
  () => new Date(Date.UTC(2025, 0, 15)),
  () => new Date(Number.NaN),
  () => new String("new"),
  () => new Number(5),
  () => () => "new",
  () => Symbol("new"),
  () => new Map([["a", 1]]),
  () => new Set(["a"]),
  () => /new/,
  () => ({ toJSON: () => "new" }),
  () => ({ toJSON: () => undefined }),
  () => Promise.resolve("new"),
  () => Object.create(null),
];

/** @param {number} levels */
function nested(levels) {
  /** @type {unknown[]} */
  let value = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
}

function circle() {
  /** @type {Record<string, unknown>} */
  const value = {};
  value.self = value;
  return value;
}
