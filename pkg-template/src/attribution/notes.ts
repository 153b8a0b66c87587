// Notes read back: the visitor's message and the attribution that stands below it.

import { ask } from "../faces/attribution.js";
import type { Load } from "../wasm.js";
import type { Consent, Touches } from "./touch.js";

/** Notes, read. */
export interface ParsedNotes {
  /** What stands before the block. */
  message: string;
  /** The last block; `null` when there is none. */
  block: AttributionBlock | null;
}

/** What a visitor said about one purpose, as far as the page told. */
export interface Agreement {
  /** The purpose, as the page calls it. */
  purpose: string;
  /** Whether the visitor agreed. */
  given: boolean;
  /** The version of the words. */
  version: string | null;
  /** The language of the words. */
  language: string | null;
  /** When: ISO 8601, by the visitor's clock. */
  at: string | null;
  /** The page's address, without query and fragment. */
  page: string | null;
  /** The SHA-256 of the words, in hexadecimal: UTF-8, every run of white space as one space, none at the ends. */
  textSha256: string | null;
}

/** The attribution that notes claim. */
export interface AttributionBlock {
  /** Always `false`: nobody signs a block, and whoever may edit notes may write one. A visitor's message cannot hold one. */
  authenticated: false;
  /** The workspace's tracking code. */
  trackingCode: string | null;
  /** The form's name. */
  form: string | null;
  /** What the visitor filled in of the form's own fields, in the form's order. */
  fields: Record<string, string>;
  /** What the visitor allowed. */
  consent: Consent;
  /** What the visitor said about each purpose, as far as it had room. */
  agreed: Agreement[];
  /** The lead's `source`, as it was written. */
  source: string | null;
  /** The lead's `adPlatform`, as it was written. */
  adPlatform: string | null;
  /** The channel, as it was written; blocks of the first version have none. */
  channel: string | null;
  /** The touches, as far as they had room. */
  touches: Touches;
}

/**
 * The function behind `parseNotes`; the entries say where the binary comes from.
 *
 * @internal
 */
export function parsed(load: Load, notes: string): Promise<ParsedNotes> {
  return ask(load, ({ parseNotes }) => parseNotes(notes));
}
