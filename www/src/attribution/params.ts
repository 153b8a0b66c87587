// What a page's address says of how a visitor came: picks the names on the list out of its parameters, by the core's rules
// (`src/attribution/page.rs`). Everything else in an address is another's affair and is passed over.

import { CAMPAIGN, CLICK_IDS, META_ADS, UNPRINTABLE, VALUE_LIMIT } from "../generated/attribution.js";
import type { Written } from "./arrival.js";

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

/** The parameters on the list by the list's spelling, in their order. Of one name the first that can be true counts. */
export function params(written: readonly Written[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, exact, spaced] of written) {
    const listed = NAMES.find((listed) => listed.toLowerCase() === name.toLowerCase());
    if (!listed || found[listed]) continue;
    // A "+" is a space in a campaign's name, as forms write it, but a click id is kept byte for byte.
    const meant = CLICK_IDS.includes(listed) ? exact : spaced;
    if (isTrue(listed, meant)) found[listed] = meant;
  }
  return found;
}
