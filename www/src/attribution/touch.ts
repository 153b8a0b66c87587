// Notes where the visitor came from, and keeps it from page to page. Decides what of it may be kept and sent: it is given the
// visitor's consent, and leaves every interpretation (source, platform, campaign) to the edge.

import type { Consent } from "../consent/consent.js";
import { ADDRESS_LIMIT, CLICK_IDS, COOKIES } from "../generated/attribution.js";
import type { Arrival } from "./arrival.js";
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
  /** The name of what was put down there and waits to be taken in: arrivals, one a line. */
  readonly arrivals: string;
  /** Whether this page's arrival was put down. */
  readonly isDown: boolean;
  /** Hosts or origins that are ours besides the page's own, with spaces between them. */
  readonly ownDomains: string;
  /** Whether a new campaign begins a session. */
  readonly campaignStarts: boolean;
  /** Called when what was kept is gone: another tab, or the visitor, has taken consent back. */
  lose(): void;
}

/** Under which names this page's arrival was taken in: with the visits where storage does not keep them. */
const taken = new Map<string, { visits: Visits | undefined; lose(): void }>();

/** Looks whether what this page has kept is still there. */
function look(): void {
  for (const [key, { visits, lose }] of taken) {
    if (visits || store(() => localStorage.getItem(key)) !== null) continue;
    gone(lose);
    return;
  }
}

/** Forgets what was taken in: said anew, consent holds for this page's arrival only. */
function gone(lose: () => void): void {
  taken.clear();
  lose();
}

addEventListener("storage", look);
// A page that the browser has put aside hears of nothing meanwhile.
addEventListener("pageshow", look);

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

/** What an arrival is as a touch; throws on what is none, since anything may have been put down. */
function touchOf({ at, landing, referrer, written }: Arrival, ownDomains: string): Touch {
  const before = told(referrer);
  return {
    at: new Date(at).toISOString(),
    landing: told(landing),
    referrer: isForeign(before, landing, ownDomains) ? before : "",
    params: params(written),
    cookies: {},
  };
}

/**
 * The touches that may go with a lead now. With consent what was put down is taken in, and the first and last touch are kept in the
 * browser; when consent is refused both are removed at once; without consent neither click ids nor cookies are told, and what is
 * kept is not read. What is gone that was kept is consent taken back elsewhere.
 */
export function touches(arrival: Arrival, consent: Consent, keeping: Keeping): Touches {
  const { key, arrivals, isDown, ownDomains, campaignStarts, lose } = keeping;
  const touch = touchOf(arrival, ownDomains);
  const limited = withoutConsent(touch);
  if (consent === "denied") {
    taken.delete(key);
    for (const name of [key, arrivals]) store(() => localStorage.removeItem(name));
  }
  if (consent !== "granted") return { first: limited, last: limited };
  const known = taken.get(key);
  const isStored = known ? !known.visits : isDown;
  if (isStored && store(() => localStorage.getItem(key) ?? localStorage.getItem(arrivals)) === null) {
    gone(lose);
    return { first: limited, last: limited };
  }
  const kept = store(() => JSON.parse(localStorage.getItem(key) ?? "null") as Visits | null);
  const lines = store(() => localStorage.getItem(arrivals)) ?? "";
  let visits: Partial<Visits> | null | undefined = kept?.last?.at ? kept : (known?.visits ?? kept);
  for (const line of lines.split("\n")) {
    const earlier = store(() => touchOf(JSON.parse(line), ownDomains));
    if (earlier) visits = arrive(visits, earlier, campaignStarts);
  }
  // A page arrives once: what was put down has been taken in, if not here, then by another tab.
  const isIn = known || isDown;
  const { first, last, session } =
    isIn && visits?.last?.at ? (visits as Visits) : arrive(visits, touch, campaignStarts);
  // Platforms set their cookies once consent is there, often later than the touch: the browser's present ones count.
  const now = { ...last, cookies: store(cookies) ?? {} };
  const made = { first: JSON.stringify(first) === JSON.stringify(last) ? now : first, last: now, session };
  if (lines || !known) {
    const stored = store(() => {
      localStorage.setItem(key, JSON.stringify(made));
      localStorage.removeItem(arrivals);
      return true;
    });
    taken.set(key, { visits: stored ? undefined : made, lose });
  }
  return { first: made.first, last: now };
}

/** Storage and cookies may be blocked, full or filled with something else; the touch then lives as long as the page. */
function store<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
