// The page's own forms that carry `data-konektor`. They are looked for when the page is there, and again when a visitor touches
// anything or a page calls: a form that came later is ours before it can be filled in, and no observer watches the page meanwhile.

import { attach, controls } from "./attach.js";

/** Attaches those that are not attached yet. */
export function attachOwn(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-konektor]")) {
    if (!controls.has(form)) attach(form, form, "data-");
  }
}

/** Finds them from now on. */
export function findOwn(): void {
  attachOwn();
  // On their way down, so that the form itself hears of the very touch.
  for (const event of ["focusin", "pointerdown"]) addEventListener(event, attachOwn, true);
}
