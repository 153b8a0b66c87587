// What is known of a visitor's arrivals, as it is handed out, kept by the caller and handed back.

/** What the visitor allowed; without `"granted"` no click id and no cookie is used or answered. */
export type Consent = "granted" | "denied" | "wait";

/** One arrival at the site. Only listed names are noted; values are as the browser has them, up to 512 bytes. */
export interface Touch {
  /** When: ISO 8601, UTC. */
  at: string | null;
  /** The page's address, without query and fragment. */
  landing: string | null;
  /** The address of the page before, without query and fragment; our own pages are none. */
  referrer: string | null;
  /** Click ids, `utm_*` and Meta's URL template parameters, by name, in the order of the address. */
  params: Record<string, string>;
  /** The platforms' cookies, by name. */
  cookies: Record<string, string>;
}

/** One stretch of a visitor's activity, which 30 minutes of silence end. */
export interface Session {
  /** When it began: ISO 8601, UTC. */
  started: string;
  /** When something was last heard of the visitor: ISO 8601, UTC. */
  seen: string;
}

/** What is known of a visitor's arrivals. */
export interface Touches {
  /** The arrival that made the visitor known. It counts for 90 days, which later ones do not prolong. */
  first: Touch | null;
  /** The latest arrival that says how the visitor came: with a campaign, a click id or another site's page before. */
  last: Touch | null;
  /** The session that goes on. */
  session?: Session | null;
}
