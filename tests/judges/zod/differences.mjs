// @ts-check
// Where we mean to differ from zod 3, and why. Each entry corrects zod's verdict to what ours has to be, for as few inputs as it
// can: whatever no entry corrects must agree, messages included. The entries apply in this order, each to what the ones before
// it left, up to the first that ends it. The test fails on an entry that corrected nothing, so that none outlives its reason.
import { z } from "zod";
import { accepted, field, problem, refused, whole } from "./corrections.mjs";
import { theirs } from "./verdicts.mjs";
import { writes, written } from "./written.mjs";

/** @typedef {import("./corrections.mjs").Difference} Difference */

/** @type {Difference[]} */
export const differences = [
  {
    name: "the input is left out",
    reason: "a query may be; without a body, what is sent in its place, null, is what the message names",
    ends: true,
    corrected: (_, { operation, input }) =>
      input !== undefined
        ? undefined
        : isQuery(operation)
          ? accepted()
          : refused([["", "Expected object, received null"]]),
  },
  {
    name: "cannot be written as JSON",
    reason: "a circle or a bigint never becomes a request, so it is a mistake in the code and not in the data",
    ends: true,
    corrected: (_, { input }) => (writes(input) ? undefined : { code: "USAGE_ERROR", details: new Map() }),
  },
  problem("number out of range", "JSON would make null of it, and null in an update clears the field"),
  problem("half of a surrogate pair", "no UTF-8 can say it, so it would arrive as another text than was meant"),
  problem("nested too deeply", "a stack is finite, and no field of a request holds anything nested"),
  {
    name: "JSON writes it as something else",
    reason:
      "what counts is what would be sent: a Date is a text, a Map is {}, a function and what is inherited are left out",
    corrected: (_, { schema, input }) => theirs(schema, written(input)),
  },
  field(
    "null clears",
    "a reading of the facts page: null empties these fields in an update",
    ({ operation, name, value }) =>
      operation === "updateLead" && CLEARABLE.includes(name) && value === null ? "" : undefined,
  ),
  field("a date without a time", "a reading of the facts page: ISO 8601 has dates too", ({ type, value }) =>
    type === "datetime" && z.string().date().safeParse(value).success ? "" : undefined,
  ),
  field("a time with an offset", "a reading of the facts page: ISO 8601 has other zones than UTC", ({ type, value }) =>
    type === "datetime" && isOffsetTime(value) ? "" : undefined,
  ),
  field("a value is repeated", "messages end up in logs, and a value may be a person's data", ({ message }) =>
    /^Invalid enum value\./.test(message ?? "") ? message?.replace(/, received '.*'$/s, "") : undefined,
  ),
  field(
    "a field that does not exist",
    "a slip of the finger must not lose data: zod drops it in silence",
    ({ schema, name, type }) => {
      if (type) return undefined;
      const fields = Object.keys(schema.shape).join("|");
      const cut = [...name].slice(0, 60).join("");
      return [cut, new RegExp(`^unknown field \`${escaped(cut)}\`(, did you mean \`(${fields})\`\\?)?$`, "u")];
    },
  ),
  whole("an update of nothing", "it would be a request without an effect", "updateLead", (members) =>
    Object.keys(members).length === 0 ? refused([]) : undefined,
  ),
  whole("a page and a cursor", "a reading of the facts page: only the cursor would count", "listLeads", (members) =>
    "page" in members && "cursor" in members ? { code: "USAGE_ERROR", details: new Map() } : undefined,
  ),
  ...[
    ["listLeads", "createdFrom", "createdTo"],
    ["analytics", "from", "to"],
    ["conversionStatus", "from", "to"],
  ].map(([operation = "", from = "", to = ""]) =>
    whole(
      `from after to (${operation})`,
      "a reading of the facts page: no lead is in such a span",
      operation,
      (members) => (isAfter(members[from], members[to]) ? refused([[from, `After ${to}`]]) : undefined),
    ),
  ),
];

const CLEARABLE = ["lastName", "email", "phone", "notes", "assignedTo", "estimatedValue", "actualValue"];

/** @param {string} operation */
function isQuery(operation) {
  return ["listLeads", "analytics", "conversionStatus"].includes(operation);
}

/** Offsets of up to 23:59, as times of day have them: zod 3 takes any four digits. @param {unknown} value */
function isOffsetTime(value) {
  const zoned = z.string().datetime({ offset: true }).safeParse(value).success;
  return zoned && /[+-]([01]\d|2[0-3]):?[0-5]\d$/.test(String(value));
}

/**
 * By the day or by the second. A date beside a time is a day of some zone: after it is what is after it in all of them.
 * @param {unknown} from @param {unknown} to
 */
function isAfter(from, to) {
  if (typeof from !== "string" || typeof to !== "string") return false;
  const [first, last] = [from, to].map((text) => Math.floor(Date.parse(text) / 1000));
  const sameKind = (from.length === 10) === (to.length === 10);
  return Number(first) > Number(last) + (sameKind ? 0 : 36 * 3600);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
