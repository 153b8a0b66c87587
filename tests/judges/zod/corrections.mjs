// @ts-check
// How a difference is written down: of one field, of several together, or of what is no JSON to us. What differs is for
// differences.mjs to say.
import { kind } from "./kinds.mjs";
import { firstProblem, membersOf, written } from "./written.mjs";

/** @typedef {{ operation: string, schema: import("zod").AnyZodObject, input: unknown }} Case */
/**
 * A verdict to come, in which a message may be a pattern.
 * @typedef {{ code?: string | undefined, details: Map<string, string | RegExp> }} Expected
 */
/**
 * @typedef {{ name: string, reason: string, ends?: true, corrected(expected: Expected, of: Case): Expected | undefined }} Difference
 */

/**
 * A field that was given. `type` is missing where the schema has no such field, `message` where zod has nothing against it.
 * @typedef {{
 *   operation: string, schema: import("zod").AnyZodObject, name: string, value: unknown, type?: string, message?: string
 * }} Given
 */

/**
 * A difference in what a single field may be. `ours` answers our message, "" for none, or both name and message where the
 * name differs too.
 * @param {string} name @param {string} reason @param {(given: Given) => string | [string, RegExp] | undefined} ours
 * @returns {Difference}
 */
export function field(name, reason, ours) {
  return {
    name,
    reason,
    corrected({ details }, { operation, schema, input }) {
      const members = membersOf(written(input));
      if (!members) return undefined;
      const corrected = new Map(details);
      for (const [name, value] of Object.entries(members)) {
        const type = Object.hasOwn(schema.shape, name) ? kind(schema.shape[name]).type : undefined;
        const message = details.get(name);
        const answer = ours({
          operation,
          schema,
          name,
          value,
          ...(type && { type }),
          ...(typeof message === "string" && { message }),
        });
        if (answer === "") corrected.delete(name);
        else if (typeof answer === "string") corrected.set(name, answer);
        else if (answer) corrected.set(...answer);
      }
      return corrected.size ? refused([...corrected]) : accepted();
    },
  };
}

/**
 * A rule over several fields, which each are as they should be.
 * @param {string} name @param {string} reason @param {string} where
 * @param {(members: Record<string, unknown>) => Expected | undefined} ours
 * @returns {Difference}
 */
export function whole(name, reason, where, ours) {
  return {
    name,
    reason,
    corrected(expected, { operation, input }) {
      const members = membersOf(written(input));
      return operation === where && !expected.code && members ? ours(members) : undefined;
    },
  };
}

/**
 * What our grammar of requests, which is serde_json's, does not have and zod, who sees values, does. The walk ends there: what
 * comes first in the input is the only thing that is named.
 * @param {string} problem @param {string} reason @returns {Difference}
 */
export function problem(problem, reason) {
  return {
    name: problem,
    reason,
    ends: true,
    corrected(_, { schema, input }) {
      const first = firstProblem(input, schema);
      return first?.problem === problem
        ? refused([[first.field, new RegExp(`^Invalid JSON: ${problem} at byte \\d+$`)]])
        : undefined;
    },
  };
}

/** @returns {Expected} */
export function accepted() {
  return { details: new Map() };
}

/** @param {[string, string | RegExp][]} details @returns {Expected} */
export function refused(details) {
  return { code: "VALIDATION_ERROR", details: new Map(details) };
}
