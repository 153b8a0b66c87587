// One arrival at a page, raw. With consent it is put down at once, so that a visitor who goes on before touching a form is remembered
// all the same. What it means, and keeping that, is `touch`'s matter, which is fetched when a visitor touches a form: before that a
// page pays for no more than this.

import { type Consent, lose } from "../consent/consent.js";
import { somethingWaits } from "../delivery/waiting.js";
import type { Touches } from "./touch.js";

/** A parameter of an address: its name, its value byte for byte, and its value with each "+" as the space that forms write so. */
export type Written = readonly [name: string, exact: string, spaced: string];

/** What the browser says of an arrival. */
export interface Arrival {
  /** When the script ran: ISO 8601, UTC. */
  readonly at: string;
  /** The page's address without the parts that may name a person: user, query and fragment. */
  readonly landing: string;
  /** The address of the page before, without these; empty if there was none. */
  readonly referrer: string;
  /** Of the page's parameters those that may say how the visitor came, in the order of the address. */
  readonly written: readonly Written[];
}

/**
 * The names of parameters that may say how a visitor came. A sieve and not the list, which is Rust's and `params`' matter: all names
 * on the list pass, and little that is another's affair.
 */
const SIEVE =
  /^(utm_|gad_|ad(set|_account)?_|campaign_|site_source_|li_fat_|(epik|igshid|gclsrc|placement|[gw]braid|(rdt_|sc)cid|\w{0,2}clk?id)$)/i;

function bare(address: string): string {
  return address.replace(/[?#].*/, "").replace(/\/\/[^/]*@/, "//");
}

/** The parameters in the query and then in the fragment. */
function written(url: string): Written[] {
  const [, query = "", fragment = ""] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  // Links that were taken out of HTML as they stood have `&amp;`, and some apps' routers a query in the fragment.
  const text = `&${query}&${fragment.replace(/^.*\?/, "")}`.replace(/&amp;/g, "&");
  const exact = [...new URLSearchParams(text.replace(/\+/g, "%2B"))];
  return [...new URLSearchParams(text)]
    .map(([name, spaced], at): Written => [name, exact[at]?.[1] ?? "", spaced])
    .filter(([name]) => SIEVE.test(name));
}

/** An arrival at the page with this address, from the page with that one. */
export function arrivalAt(at: string, url: string, referrer: string): Arrival {
  return { at, landing: bare(url), referrer: bare(referrer), written: written(url) };
}

// Taken when the script runs, because an app may rewrite its address before the form appears. What it calls a page later is no
// arrival: the visitor was here.
const arrival = arrivalAt(new Date().toISOString(), location.href, document.referrer);

/** So many characters of arrivals are put down at most, some eighty pages; then they have to be taken in. */
const LONGEST = 16_384;
/** The names in storage under which this one was put down. */
const down = new Set<string>();

/**
 * Puts the arrival down behind those that nobody has taken in yet, one a line; answers whether there was room. It is put down once, and
 * again when consent is said anew after somebody has removed it with all that was `kept`.
 */
function putDown(name: string, kept: string): boolean {
  try {
    const before = localStorage.getItem(name);
    if (down.has(name) && (before ?? localStorage.getItem(kept))) return true;
    const lines = `${before ?? ""}${JSON.stringify(arrival)}\n`;
    if (lines.length > LONGEST) return false;
    localStorage.setItem(name, lines);
    down.add(name);
  } catch {
    // It lives as long as the page.
  }
  return true;
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
  let told: (() => Touches) | undefined;
  const touches = () =>
    import("./touch.js").then(({ touches }) => {
      told = () => {
        const campaignStarts = setting("campaign-starts-session") !== null;
        const ownDomains = setting("own-domains") ?? "";
        const isDown = down.has(arrivals);
        return touches(arrival, consent(), { key, arrivals, isDown, ownDomains, campaignStarts, lose });
      };
      // What was put down is taken in as soon as the code is there.
      told();
      return told;
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
        Promise.all([import("../session/session.js"), import("./touch.js")]).then(
          ([{ withdraw }, { withoutConsent }]) => withdraw(withoutConsent),
          () => {},
        );
      }
      const hasRoom = consent() !== "granted" || putDown(arrivals, key);
      if (told) told();
      // Should the code not come, this arrival is not remembered, and is told all the same.
      else if (!hasRoom) touches().catch(() => {});
    },
  };
}
