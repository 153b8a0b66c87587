// @ts-check
// What a field of a zod schema may hold, read from the schema itself: so the inputs lie at the edges of the judge's limits, never
// of ours.
import { z } from "zod";

/**
 * @typedef {{ type: "text" | "integer", min: number, max: number }
 *   | { type: "values", values: string[] }
 *   | { type: "email" | "uuid" | "datetime" | "number" }} Kind
 */

/** @param {z.ZodTypeAny} schema @returns {Kind} */
export function kind(schema) {
  if (schema instanceof z.ZodOptional) return kind(schema.unwrap());
  if (schema instanceof z.ZodEnum) return { type: "values", values: schema.options };
  if (schema instanceof z.ZodNumber) {
    const { isInt, minValue, maxValue } = schema;
    return isInt ? { type: "integer", ...limits(minValue, maxValue) } : { type: "number" };
  }
  if (schema instanceof z.ZodString) {
    if (schema.isEmail) return { type: "email" };
    if (schema.isUUID) return { type: "uuid" };
    if (schema.isDatetime) return { type: "datetime" };
    return { type: "text", ...limits(schema.minLength, schema.maxLength) };
  }
  throw new TypeError(`no inputs are known for ${schema.constructor.name}`);
}

/** @param {number | null} min @param {number | null} max */
function limits(min, max) {
  return { min: min ?? 0, max: max ?? Number.POSITIVE_INFINITY };
}
