// @ts-check
// What a page hears of its forms, with the types by which it hears and calls.

/** @typedef {import("../../www/src/public").KonektorCall} KonektorCall */

const EVENTS = ["ready", "invalid", "submitted", "received", "failed"];

/** Listens from the first script on; answers how to read what was heard: name and detail, in order. @param {import("playwright-core").Page} page */
export async function listen(page) {
  await page.addInitScript((names) => {
    /** @type {unknown[]} */
    const heard = [];
    Object.assign(globalThis, { heard });
    for (const name of names) {
      addEventListener(`konektor:${name}`, (event) => heard.push([name, /** @type {CustomEvent} */ (event).detail]));
    }
  }, EVENTS);
  return () =>
    page.evaluate(() => /** @type {[string, any][]} */ (/** @type {Record<string, unknown>} */ (globalThis).heard));
}
