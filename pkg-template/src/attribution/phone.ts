// Phone numbers as people type them.

import { ask } from "../faces/attribution.js";
import type { Load } from "../wasm.js";

/** How a number is read. */
export interface PhoneOptions {
  /** Whose numbers need no country code; only Indonesia's are known. */
  region?: "ID" | undefined;
}

/** Why a text is no phone number. */
export type PhoneProblem =
  /** There is no digit in it. */
  | "EMPTY"
  /** Letters stand among the digits. */
  | "LETTERS"
  /** It holds two numbers or more. */
  | "SEVERAL_NUMBERS"
  /** It holds a character that no number has. */
  | "CHARACTERS"
  /** It names no country, and is no Indonesian number. */
  | "NO_COUNTRY"
  /** It begins as no number does. */
  | "BEGINNING"
  /** It has too few digits. */
  | "TOO_SHORT"
  /** It has too many digits. */
  | "TOO_LONG";

/** A number's digits with its country code, or why there are none. */
export type PhoneResult =
  | { readonly digits: string; readonly reason?: undefined }
  | { readonly reason: PhoneProblem; readonly digits?: undefined };

/**
 * The function behind `normalizePhone`; the entries say where the binary comes from.
 *
 * @internal
 */
export async function normalized(load: Load, text: string, { region = "ID" }: PhoneOptions = {}): Promise<PhoneResult> {
  // From JavaScript anything may come: a number of a region that is not known is not taken for Indonesian.
  if (region !== "ID" && !/^\s*(\+|00)/.test(text)) return { reason: "NO_COUNTRY" };
  return ask(load, ({ normalizePhone }) => normalizePhone(text));
}
