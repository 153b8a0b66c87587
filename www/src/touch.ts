// Notes where the visitor came from, and keeps it from page to page. Decides what of it may be kept and sent: it is given the
// visitor's consent, and leaves every interpretation (source, platform, campaign) to the edge.

import type { Arrival } from "./arrival.js";
import type { Consent } from "./consent.js";
import { ADDRESS_LIMIT, CLICK_IDS, COOKIES } from "./generated/attribution.js";
import { params } from "./params.js";
import { isForeign } from "./referrer.js";
import { arrive, type Touch, type Visits } from "./visits.js";

export type { Touch } from "./visits.js";

/** What goes with a lead. */
export type Touches = Pick<Visits, "first" | "last">;

/** What a form says of where its visitors' touches are kept and of whose pages are its own. */
export interface Keeping {
  /** The name in the browser's storage. */
  readonly key: string;
  /** Hosts or origins that are ours besides the page's own, with spaces between them. */
  readonly ownDomains: string;
  /** Whether a new campaign begins a session. */
  readonly campaignStarts: boolean;
}

/** What this page has taken in and kept, by the name in storage. */
const taken = new Map<string, Visits>();

/** An address without the parts that may name a person: user, query and fragment. */
function bare(address: string): string {
  return address.replace(/[?#].*/, "").replace(/\/\/[^/]*@/, "//");
}

/** What is too long to be told, or no address, is left out. */
function told(address: string): string {
  return address.includes("://") && address.length <= ADDRESS_LIMIT ? address : "";
}

function cookies(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const cookie of document.cookie.split("; ")) {
    // Only the first "=" parts the name from the value.
    const [, name = "", value = ""] = /^(.*?)=(.*)/.exec(cookie) ?? [];
    if (COOKIES.includes(name)) found[name] ??= value;
  }
  return found;
}

/** What may be told of a touch without consent: neither click ids nor cookies. */
export function withoutConsent(touch: Touch): Touch {
  const told = Object.entries(touch.params).filter(([name]) => !CLICK_IDS.includes(name));
  return { ...touch, params: Object.fromEntries(told), cookies: {} };
}

/**
 * The touches that may go with a lead now. With consent the first and last touch are kept in the browser; when consent is
 * refused they are removed at once; without consent neither click ids nor cookies are told, and what is kept is not read.
 */
export function touches(arrival: Arrival, consent: Consent, { key, ownDomains, campaignStarts }: Keeping): Touches {
  const landing = bare(arrival.url);
  const referrer = told(bare(arrival.referrer));
  const touch: Touch = {
    at: arrival.at,
    landing: told(landing),
    referrer: isForeign(referrer, landing, ownDomains) ? referrer : "",
    params: params(arrival.url),
    cookies: {},
  };
  if (consent !== "granted") {
    if (consent === "denied") {
      taken.delete(key);
      store(() => localStorage.removeItem(key));
    }
    const limited = withoutConsent(touch);
    return { first: limited, last: limited };
  }
  const kept = store(() => JSON.parse(localStorage.getItem(key) ?? "null") as Visits | null);
  const before = taken.get(key);
  // A page arrives once; what other tabs have taken in since then counts.
  const { first, last, session } = before ? (kept?.last?.at ? kept : before) : arrive(kept, touch, campaignStarts);
  // Platforms set their cookies once consent is there, often later than the touch: the browser's present ones count.
  const now = { ...last, cookies: store(cookies) ?? {} };
  const visits = { first: JSON.stringify(first) === JSON.stringify(last) ? now : first, last: now, session };
  if (!before) {
    taken.set(key, visits);
    store(() => localStorage.setItem(key, JSON.stringify(visits)));
  }
  return { first: visits.first, last: now };
}

/** Storage and cookies may be blocked, full or filled with something else; the touch then lives as long as the page. */
function store<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
