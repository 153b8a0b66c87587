// One arrival at a page, raw. With consent it is put down at once, so that a visitor who goes on before anything else has loaded is
// remembered all the same. What it means, and keeping that, is `touch`'s matter, which is fetched once consent is there or a visitor
// touches the form.

import { type Consent, lose } from "./consent.js";
import type { Touches } from "./touch.js";
import { somethingWaits } from "./waiting.js";

/** What the browser says of an arrival. */
export interface Arrival {
  /** When the script ran: ISO 8601, UTC. */
  readonly at: string;
  /** The page's address, whole. */
  readonly url: string;
  /** The address of the page before; empty if there was none. */
  readonly referrer: string;
}

// Taken when the script runs, because an app may rewrite its address before the form appears. What it calls a page later is no
// arrival: the visitor was here.
const arrival: Arrival = { at: new Date().toISOString(), url: location.href, referrer: document.referrer };

/** So many characters of arrivals are put down at most: longer addresses than servers take are nobody's ad. */
const LONGEST = 16_384;
/** The names in storage under which this one was put down. */
const down = new Set<string>();

/** Puts the arrival down behind those that nobody has taken in yet, one a line. */
function putDown(name: string): void {
  try {
    const lines = `${localStorage.getItem(name) ?? ""}${JSON.stringify(arrival)}\n`;
    if (lines.length > LONGEST) return;
    localStorage.setItem(name, lines);
    down.add(name);
  } catch {
    // It lives as long as the page.
  }
}

/** The arrival as one form tells and keeps it. */
export interface Noting {
  /** Keeps it or forgets it, as consent is now; `lost` where that was taken back elsewhere, and what was kept is gone. */
  note(lost?: boolean): void;
  /** Fetches what answers the touches that may be told. */
  touches(): Promise<() => Touches>;
}

/**
 * Notes the arrival for a form.
 *
 * @param setting reads one of the form's settings: `tracking-code`, `own-domains`, `campaign-starts-session`
 */
export function noting(setting: (name: string) => string | null, consent: () => Consent): Noting {
  const key = `konektor ${setting("tracking-code") ?? ""}`;
  const arrivals = `${key} arrivals`;
  let kept = false;
  const touches = () =>
    import("./touch.js").then(({ touches }) => () => {
      const campaignStarts = setting("campaign-starts-session") !== null;
      const ownDomains = setting("own-domains") ?? "";
      const isDown = down.has(arrivals);
      return touches(arrival, consent(), { key, arrivals, isDown, ownDomains, campaignStarts, lose });
    });
  return {
    touches,
    note(lost) {
      const denied = consent() === "denied";
      if (denied || lost) down.delete(arrivals);
      if (denied) {
        // At once: the fetches below take their time.
        try {
          for (const name of [key, arrivals]) localStorage.removeItem(name);
        } catch {}
      }
      // What this page still holds of it waits in its memory, too.
      if (lost || (denied && somethingWaits())) {
        Promise.all([import("./session.js"), import("./touch.js")]).then(
          ([{ withdraw }, { withoutConsent }]) => withdraw(withoutConsent),
          () => {},
        );
      }
      if (consent() === "granted") {
        kept = true;
        if (!down.has(arrivals)) putDown(arrivals);
      }
      // Without it this arrival is not remembered, and is told all the same.
      if (kept)
        touches().then(
          (keep) => keep(),
          () => {},
        );
    },
  };
}
