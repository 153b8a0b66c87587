// What a page's address says of how a visitor came: picks the names on the list out of the query and then of the fragment, by the
// core's rules (`src/attribution/page.rs`). Everything else in an address is another's affair and is passed over.

import { CAMPAIGN, CLICK_IDS, META_ADS, UNPRINTABLE, VALUE_LIMIT } from "./generated/attribution.js";

const NAMES = [...CLICK_IDS, ...META_ADS, ...CAMPAIGN];

/** A value that is blank, or a place in a URL template that nobody filled in. */
const UNFILLED = /^(\s*|\{.*\}|__[A-Z_]*__)$/;

/** What cannot be true is left out whole: half a click id is worth nothing, and a mended one is another's. */
function isTrue(name: string, value: string): boolean {
  return !(
    UNFILLED.test(value) ||
    (CLICK_IDS.includes(name) ? /[^!-~]/ : UNPRINTABLE).test(value) ||
    new Blob([value]).size > VALUE_LIMIT
  );
}

/** The parameters on the list by the list's spelling, in the order of the address. Of one name the first that can be true counts. */
export function params(url: string): Record<string, string> {
  const [, query = "", fragment = ""] = /^[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(url) ?? [];
  // Links that were taken out of HTML as they stood have `&amp;`, and some apps' routers a query in the fragment.
  const text = `&${query}&${fragment.replace(/^.*\?/, "")}`.replace(/&amp;/g, "&");
  // A "+" is a space in a campaign's name, as forms write it, but a click id is kept byte for byte.
  const exact = [...new URLSearchParams(text.replace(/\+/g, "%2B"))];
  const found: Record<string, string> = {};
  let index = 0;
  for (const [written, spaced] of new URLSearchParams(text)) {
    const value = exact[index++]?.[1] ?? "";
    const name = NAMES.find((listed) => listed.toLowerCase() === written.toLowerCase());
    if (!name || found[name]) continue;
    const meant = CLICK_IDS.includes(name) ? value : spaced;
    if (isTrue(name, meant)) found[name] = meant;
  }
  return found;
}
