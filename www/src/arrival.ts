// One arrival at a page, raw and in memory. What it means, and keeping it, is `touch`'s matter, which is fetched once consent is there
// or a visitor touches the form: before that nothing on the page could store anything.

import type { Consent } from "./consent.js";
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

/** The arrival as one form tells and keeps it. */
export interface Noting {
  /** Keeps it or forgets it, as consent is now. */
  note(): void;
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
  let kept = false;
  const touches = () =>
    import("./touch.js").then(({ touches }) => () => {
      const campaignStarts = setting("campaign-starts-session") !== null;
      return touches(arrival, consent(), { key, ownDomains: setting("own-domains") ?? "", campaignStarts });
    });
  return {
    touches,
    note() {
      if (consent() === "denied") {
        // At once: the fetches below take their time.
        try {
          localStorage.removeItem(key);
        } catch {}
        if (somethingWaits()) {
          Promise.all([import("./session.js"), import("./touch.js")]).then(
            ([{ withdraw }, { withoutConsent }]) => withdraw(withoutConsent),
            () => {},
          );
        }
      }
      kept ||= consent() === "granted";
      // Without it this arrival is not remembered, and is told all the same.
      if (kept)
        touches().then(
          (keep) => keep(),
          () => {},
        );
    },
  };
}
