// @ts-check
// What becomes of an input on its way: what JSON makes of it, and the first thing in it that our grammar of requests does not have.

/** @param {unknown} input */
export function writes(input) {
  try {
    JSON.stringify(input);
    return true;
  } catch {
    return false;
  }
}

/** What a server reads of an input. What JSON has no words for at all is sent as null. @param {unknown} input @returns {unknown} */
export function written(input) {
  return writes(input) ? JSON.parse(JSON.stringify(input) ?? "null") : null;
}

/** @param {unknown} value */
export function membersOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? /** @type {Record<string, unknown>} */ (value)
    : undefined;
}

/** Where a number is not finite. */
const OUT_OF_RANGE = "\0out of range";

/** An input as it is written, before JSON makes null of numbers that are not finite. @param {unknown} input @returns {unknown} */
function marked(input) {
  const text = JSON.stringify(input, (_, value) =>
    typeof value === "number" && !Number.isFinite(value) ? OUT_OF_RANGE : value,
  );
  return JSON.parse(text ?? "null");
}

/**
 * @param {unknown} input @param {import("zod").AnyZodObject} schema
 * @returns {{ field: string, problem: string } | undefined}
 */
export function firstProblem(input, schema) {
  const whole = marked(input);
  const members = membersOf(whole);
  if (!members) return named("", problemIn(whole, 127));
  for (const [name, value] of Object.entries(members)) {
    const field = Object.hasOwn(schema.shape, name) ? name : "";
    const found = named(field, problemIn(name, 127) ?? problemIn(value, 126));
    if (found) return found;
  }
  return undefined;
}

/** @param {string} field @param {string | undefined} problem */
function named(field, problem) {
  return problem === undefined ? undefined : { field, problem };
}

/** @param {unknown} value @param {number} levels @returns {string | undefined} */
function problemIn(value, levels) {
  if (value === OUT_OF_RANGE) return "number out of range";
  if (typeof value === "string") return value.isWellFormed() ? undefined : "half of a surrogate pair";
  if (typeof value !== "object" || value === null) return undefined;
  if (levels === 0) return "nested too deeply";
  for (const [name, inner] of Object.entries(value)) {
    const problem = problemIn(name, levels) ?? problemIn(inner, levels - 1);
    if (problem) return problem;
  }
  return undefined;
}
