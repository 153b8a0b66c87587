// Attribution in Node, Deno, Bun, development builds and wherever nothing else is known.
import { type Arrival, type Captured, captured } from "../attribution/capture.js";
import { type ParsedNotes, parsed } from "../attribution/notes.js";
import { normalized, type PhoneOptions, type PhoneResult } from "../attribution/phone.js";
import { load } from "../loaders/attribution-inline.js";

export * from "../attribution/public.js";

/**
 * Says where a visitor came from, for leads of a form of your own: by the same code as the edge behind the widget.
 *
 * Click ids come first, then the parameters of Meta's URL template, then `utm_*`, then the page before. Of two platforms' click ids the
 * one that `utm_source` names decides, else the last in the address. A direct visit never overwrites what is known. Nothing is stored: keep
 * `first`, `last` and `session`, as consent allows, and hand them in as `touches` at the next page.
 *
 * All of it is a visitor's claim. It is rejected only where the binary cannot run, with a `KonektorError` whose `code` is
 * `WASM_UNAVAILABLE`.
 *
 * @example
 * ```ts
 * import { capture } from "konektor/attribution";
 *
 * const { source, adPlatform, channel, clickIds } = await capture({
 *   url: "https://toko.example/promo?utm_source=google&utm_campaign=januari&gclid=Cj0K",
 *   referrer: "https://www.google.com/",
 * });
 * console.log(source, adPlatform, channel, clickIds.gclid); // ads google Paid Search Cj0K
 * ```
 */
export function capture(arrival: Arrival): Promise<Captured> {
  return captured(load, arrival);
}

/**
 * Reads the notes of a lead back: the visitor's message, and the block below it that `capture` or the edge wrote.
 *
 * @example
 * ```ts
 * import { capture, parseNotes } from "konektor/attribution";
 *
 * const { notes } = await capture({ url: "https://toko.example/?utm_source=tiktok&utm_medium=cpc", message: "Halo!" });
 * const { message, block } = await parseNotes(notes);
 * console.log(message, block?.source, block?.adPlatform); // Halo! ads tiktok
 * ```
 */
export function parseNotes(notes: string): Promise<ParsedNotes> {
  return parsed(load, notes);
}

/**
 * Reads a phone number as people type it: digits with the country code, or the reason why it is none. Indonesian numbers are understood in
 * every spelling; one of another country needs its `+` or `00`.
 *
 * @example
 * ```ts
 * import { normalizePhone } from "konektor/attribution";
 *
 * const { digits } = await normalizePhone("(0812) 3456-7890", { region: "ID" });
 * const { reason } = await normalizePhone("0812 3456 7890 / 0813 3456 7890");
 * console.log(digits, reason); // 6281234567890 SEVERAL_NUMBERS
 * ```
 */
export function normalizePhone(text: string, options?: PhoneOptions): Promise<PhoneResult> {
  return normalized(load, text, options);
}
