// How a form tells its page what happens to it. What each event tells is in `public`.

import type { KonektorEventMap } from "../public.js";

/** Tells a page something; from inside its own components, too. */
export function emit<Name extends keyof KonektorEventMap>(
  host: EventTarget,
  name: Name,
  detail: KonektorEventMap[Name]["detail"],
): void {
  host.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
}
