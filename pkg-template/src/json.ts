// How an input becomes bytes. Rust sees only what was written, so what JSON would change without a word must not get that far.

import { UsageError } from "./errors.js";

/**
 * The JSON of an input: of nothing, nothing; JSON that is written already, as it is.
 *
 * For a number that is not finite JSON writes `null`, which in an update clears the field: a lead whose value was computed as `NaN`
 * would lose the one it had. It becomes `1e999`, which Rust refuses as out of range, with the field's name.
 */
export function json(input: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (input === undefined) return undefined;
  if (input instanceof Uint8Array) return input as Uint8Array<ArrayBuffer>;
  let finite = true;
  try {
    const text = JSON.stringify(input, (_, value) => {
      if (typeof value !== "number" || Number.isFinite(value)) return value;
      finite = false;
      // Half a surrogate pair stands in for it: a text of the caller's that says the same is refused, too.
      return "\ud800";
    });
    // A function or a symbol as the whole input is written as nothing at all.
    return new TextEncoder().encode(finite ? (text ?? "null") : text.replaceAll('"\\ud800"', "1e999"));
  } catch (cause) {
    throw new UsageError({ code: "USAGE_ERROR", message: "The input cannot be written as JSON." }, cause);
  }
}
