// @ts-check
// Values of single fields by the judge's own limits: valid ones, and ones at an edge, on either side of it.
import fc from "fast-check";
import { goodEmail, goodTime, oddEmail, oddTime, oddUuid } from "./formats.mjs";
import { textOf } from "./texts.mjs";

/** @typedef {import("./kinds.mjs").Kind} Kind */

/** Values that the judge accepts. @param {Kind} kind @returns {fc.Arbitrary<unknown>} */
export function valid(kind) {
  switch (kind.type) {
    case "text": {
      const short = { min: kind.min, max: Math.min(kind.max, kind.min + 12) };
      const longest = Number.isFinite(kind.max) ? kind.max : 300;
      return fc.oneof(
        { weight: 6, arbitrary: textOf(fc.integer(short)) },
        { weight: 1, arbitrary: textOf(fc.constantFrom(kind.min, longest - 1, longest)) },
      );
    }
    case "values":
      return fc.constantFrom(...kind.values);
    case "email":
      return goodEmail;
    case "uuid":
      return fc.uuid();
    case "datetime":
      return goodTime;
    case "number":
      return fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 0, max: 50_000_000 }),
        fc.constantFrom(0, -0, -1, 0.1, 1e21, 1e-7, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53),
      );
    case "integer":
      return fc.integer({ min: kind.min, max: Math.min(kind.max, 2 ** 31) });
  }
}

/** Values next to a limit or nearly of a format; a good part of them is valid. @param {Kind} kind @returns {fc.Arbitrary<unknown>} */
export function near(kind) {
  switch (kind.type) {
    case "text": {
      const edges = [0, kind.min - 1, kind.min, kind.min + 1, kind.max - 1, kind.max, kind.max + 1, kind.max + 2];
      return textOf(fc.constantFrom(...edges.filter((length) => length >= 0 && Number.isFinite(length))));
    }
    case "values":
      return fc
        .tuple(fc.constantFrom(...kind.values), fc.constantFrom("", "upper", "space", "cut", "other", "foreign"))
        .map(([value, change]) => {
          if (change === "upper") return value.toUpperCase();
          if (change === "space") return `${value} `;
          if (change === "cut") return value.slice(0, -1);
          if (change === "other") return "other";
          return change === "foreign" ? "constructor" : value;
        });
    case "email":
      return oddEmail;
    case "uuid":
      return oddUuid;
    case "datetime":
      return oddTime;
    case "number":
      return fc.constantFrom(
        0,
        -0,
        Number.MAX_VALUE,
        Number.MIN_VALUE,
        1e308,
        -1e308,
        Number.MAX_SAFE_INTEGER + 2,
        0.1 + 0.2,
      );
    case "integer": {
      const edges = [kind.min - 1, kind.min, kind.min + 1, kind.max - 1, kind.max, kind.max + 1].filter(
        Number.isFinite,
      );
      return fc.constantFrom(
        ...edges,
        0,
        -0,
        -1,
        0.5,
        1.5,
        99.9999999,
        2 ** 31,
        2 ** 32,
        2 ** 32 + 1,
        2 ** 53,
        2 ** 64,
        1e21,
        1e300,
      );
    }
  }
}
