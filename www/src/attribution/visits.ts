// How a visitor's touches change with one more arrival, by the core's rules (`src/attribution/visit.rs`). It is given what was kept,
// in whatever state that is, and leaves keeping, and whether it is allowed, to `touch`.

import { CLICK_IDS, CLOCK_TOLERANCE, META_ADS, SESSION_LIFE, TOUCH_LIFE } from "../generated/attribution.js";

/** One arrival at the site, raw: values are as the browser gave them. */
export interface Touch {
  /** When the page was opened: ISO 8601, UTC. */
  at: string;
  /** The page's address without its query. */
  landing: string;
  /** The address of the page before without its query; empty if there was none, or none of another site. */
  referrer: string;
  /** The address's parameters whose names are on the list, in its order. */
  params: Record<string, string>;
  /** The cookies whose names are on the list; none without consent. */
  cookies: Record<string, string>;
}

/** What is known of a visitor's arrivals; `konektor/attribution` takes it as it is. */
export interface Visits {
  /** The arrival that made the visitor known. */
  first: Touch;
  /** The latest arrival that says how the visitor came. */
  last: Touch;
  /** The session: when it began, and when something was last heard of the visitor. */
  session: { started: string; seen: string };
}

/** Analytics' own words for a direct visit, which some links repeat. */
const DIRECT = /^\s*\(?direct\)?\s*\/\s*(\(?none\)?|\(not[-_ ]set\))?\s*$/i;

/** Whether an arrival says how the visitor came. */
function overwrites({ params, referrer }: Touch): boolean {
  const names = Object.keys(params);
  if (params.utm_nooverride === "1") return false;
  if (names.some((name) => CLICK_IDS.includes(name) || META_ADS.includes(name))) return true;
  return names.some((name) => /^utm_(?!no)/.test(name))
    ? !DIRECT.test(`${params.utm_source}/${params.utm_medium ?? ""}`)
    : Boolean(referrer);
}

/** What tells one arrival from another, apart from its time. */
function signs({ landing, referrer, params }: Touch): string {
  return JSON.stringify([landing, referrer, Object.entries(Object(params)).sort()]);
}

/**
 * Takes an arrival in.
 *
 * @param known what was kept
 * @param campaignStarts whether an arrival that says how the visitor came begins a session as well
 */
export function arrive(known: Partial<Visits> | null | undefined, arrival: Touch, campaignStarts: boolean): Visits {
  const seen = arrival.at;
  const isWithin = (time: string | undefined, span: number) => {
    const age = Date.parse(seen) - Date.parse(time ?? "");
    return age >= -CLOCK_TOLERANCE && age < span;
  };
  const alive = (touch: Touch | undefined) => (isWithin(touch?.at, TOUCH_LIFE) ? touch : undefined);
  const session = isWithin(known?.session?.seen, SESSION_LIFE) ? known?.session : undefined;
  const last = alive(known?.last);
  const isNew = !(session && last && signs(last) === signs(arrival)) && overwrites(arrival);
  return {
    // What came after a first touch that is forgotten is the first that is known.
    first: alive(known?.first) ?? last ?? arrival,
    last: last && !isNew ? last : arrival,
    session: { started: session && !(isNew && campaignStarts) ? session.started : seen, seen },
  };
}
