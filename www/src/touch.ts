// Notes where the visitor came from. Decides what of it may be kept and sent: it is given the visitor's consent, and leaves
// every interpretation (source, platform, campaign) to the edge.

import type { Consent } from "./consent";
import { CAMPAIGN, CLICK_IDS, COOKIES } from "./generated/attribution";

/** One visit, raw: values are as the browser gave them. */
export interface Touch {
  /** When the page was opened: ISO 8601, UTC. */
  at: string;
  /** The page's address without its query. */
  landing: string;
  /** The address of the page before without its query; empty if there was none. */
  referrer: string;
  /** The query's parameters whose names are on the list. */
  params: Record<string, string>;
  /** The cookies whose names are on the list; none without consent. */
  cookies: Record<string, string>;
}

/** The visit that came first and the one that led here. */
export interface Touches {
  first: Touch;
  last: Touch;
}

/** The edge drops longer values, which no platform has; half an identifier is worth nothing. */
const LONGEST_VALUE = 512;

// All of this is taken when the script runs, because an app may rewrite its address before the form appears.
const { origin, pathname, search } = location;
// A "+" is a space in a campaign's name, as forms write it, but a click id is kept byte for byte.
const clickIds = listed(CLICK_IDS, new URLSearchParams(search.replace(/\+/g, "%2B")));
const campaign = listed(CAMPAIGN, new URLSearchParams(search));

/** The present visit, without what only consent opens. */
const arrival: Touch = {
  at: new Date().toISOString(),
  landing: origin + pathname,
  // A query is another site's affair, and may name a person.
  referrer: document.referrer.replace(/[?#].*/, ""),
  params: campaign,
  cookies: {},
};

/** A visit without a campaign or a foreign referrer says nothing about how the visitor found the page. */
const direct = !(
  Object.keys({ ...clickIds, ...campaign })[0] ||
  (arrival.referrer && !`${arrival.referrer}/`.startsWith(`${origin}/`))
);

function listed(names: readonly string[], pairs: Iterable<readonly string[]>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name = "", value = ""] of pairs) {
    if (names.includes(name) && value && value.length <= LONGEST_VALUE) found[name] ??= value;
  }
  return found;
}

function cookies(): Record<string, string> {
  // Only the first "=" parts the name from the value.
  return listed(
    COOKIES,
    document.cookie.split("; ").map((cookie) => {
      const at = cookie.indexOf("=");
      return [cookie.slice(0, at), cookie.slice(at + 1)];
    }),
  );
}

/**
 * The touches that may go with a lead now. With consent the first and last touch are kept in the browser; when consent is
 * refused they are removed; without consent neither click ids nor cookies are told.
 *
 * @param consent what the visitor has decided so far
 * @param key the name under which they are kept
 */
export function touches(consent: Consent, key: string): Touches {
  if (consent !== "granted") {
    if (consent === "denied") store(() => localStorage.removeItem(key));
    return { first: arrival, last: arrival };
  }
  const kept = store(() => JSON.parse(localStorage.getItem(key) ?? "null") as Touches | null);
  const known = kept?.first?.at && kept.last?.at ? kept : undefined;
  const last = known && direct ? known.last : { ...arrival, params: { ...campaign, ...clickIds } };
  // Platforms set their cookies once consent is there, often later than the touch: the browser's present ones count.
  const now = { ...last, cookies: store(cookies) ?? {} };
  const both = { first: known?.first ?? now, last: now };
  store(() => localStorage.setItem(key, JSON.stringify(both)));
  return both;
}

/** Storage and cookies may be blocked, full or filled with something else; the touch then lives as long as the page. */
function store<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
