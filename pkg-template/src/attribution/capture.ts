// One arrival at a page, and what a lead says of it. The core decides; here the page's values are made JSON.

import { ask } from "../faces/attribution.js";
import type { AdPlatform, LeadSource } from "../generated/models.js";
import type { Load } from "../wasm.js";
import type { Consent, Session, Touch, Touches } from "./touch.js";

/** One arrival at a page: what the browser knows of it. */
export interface Arrival {
  /** The page's address, `location.href`, with its query and fragment. */
  url: string | URL;
  /** The address of the page before, `document.referrer`. */
  referrer?: string | undefined;
  /** `document.cookie`, or a request's `Cookie` header. Leave it out unless the visitor agreed. */
  cookie?: string | undefined;
  /** The time, a `Date` or milliseconds since 1970; now, unless given. */
  now?: number | Date | undefined;
  /** What an earlier call answered and you kept, in whatever state it is; whole results may be given back. */
  touches?: Touches | null | undefined;
  /** Your other hosts or origins, with all below them: who comes from there was here already. */
  ownDomains?: readonly string[] | undefined;
  /** What the visitor allowed; `"granted"`, unless given. */
  consent?: Consent | undefined;
  /** Whether an arrival with a new campaign begins a new session; `false`, unless given. */
  campaignStartsSession?: boolean | undefined;
  /** What the visitor wrote, at most 3 400 UTF-16 units: the notes begin with it. */
  message?: string | undefined;
  /** The workspace's tracking code, for the notes. */
  trackingCode?: string | undefined;
  /** Your form's name, for the notes. */
  form?: string | undefined;
  /** The language of the line that a person reads first in the notes; `"id"`, unless given. */
  language?: "id" | "en" | undefined;
}

/** What a lead says of where it came from. */
export interface Captured {
  /** The lead's `source`. */
  source: LeadSource;
  /** The lead's `adPlatform`, when the click was paid for. */
  adPlatform?: AdPlatform;
  /** The channel, by the rules of Google Analytics 4: `"Paid Search"`, `"Organic Social"`, `"Direct"` … */
  channel: string;
  /** The click ids of the last touch, byte for byte. */
  clickIds: Record<string, string>;
  /** The `utm_*` parameters of the last touch. */
  utm: Record<string, string>;
  /** The first touch; keep it for the next call. */
  first: Touch;
  /** The last touch; keep it for the next call. */
  last: Touch;
  /** The session; keep it for the next call. */
  session: Session;
  /** The lead's `notes`, at most 5 000 UTF-16 units, of which the block has at most 1 500. */
  notes: string;
}

/**
 * The function behind `capture`; the entries say where the binary comes from.
 *
 * @internal
 */
export async function captured(load: Load, arrival: Arrival): Promise<Captured> {
  const time = Math.trunc(Number(arrival.now ?? Date.now()));
  // An invalid date would be 1970, before everything that is known.
  const now = Number.isNaN(time) ? Date.now() : time;
  const plain = { ...arrival, url: String(arrival.url), now };
  const json = new TextEncoder().encode(JSON.stringify(plain));
  return ask(load, ({ capture }) => capture(json));
}
