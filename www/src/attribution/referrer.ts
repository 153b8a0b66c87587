// Whether the page before sent a visitor, by the core's rules (`src/attribution/referrer.rs`). Our own pages did not, and neither did
// those that only hand a visitor back, such as payments. What a foreign page means is the edge's matter.

import { GATEWAYS } from "../generated/attribution.js";

/** The host of an address, or of a host alone, without `www.` */
function hostOf(address: string): string {
  return /^(?:.*?:\/\/)?(?:www\.)?(\[.*?]|[^/:]*?)\.*(?:[/:]|$)/.exec(address.trim().toLowerCase())?.[1] ?? "";
}

/** A host, or one below it. */
function isWithin(host: string, top: string): boolean {
  return `.${host}`.endsWith(`.${top}`);
}

/**
 * Whether a page is another site's.
 *
 * @param referrer the address of the page before; empty if there was none
 * @param landing the address of this one
 * @param ownDomains hosts or origins that are ours as well, with spaces between them
 */
export function isForeign(referrer: string, landing: string, ownDomains: string): boolean {
  const host = hostOf(referrer);
  const here = hostOf(landing);
  const ours = [here, ...GATEWAYS, ...ownDomains.split(/\s+/).map(hostOf)];
  return Boolean(host) && !isWithin(here, host) && !ours.some((top) => isWithin(host, top));
}
