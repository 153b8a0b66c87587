// @ts-check
// Journeys are written once and run in each engine: `journey(name, run)` is a test for each. A journey asks for its parts itself
// (`parts.mjs`), and is given a way to have visitors.

import { test } from "node:test";
import { browserOf, ENGINES, missing } from "./engine.mjs";
import { Page } from "./page.mjs";

/** @typedef {import("./engine.mjs").Screen} Screen */

/** A small laptop, where a journey says nothing of its screen. @type {Screen} */
const DESK = { width: 1024, height: 768 };

/** Opens a new visitor's window at a site. @typedef {(site: import("./site.mjs").Site, screen?: Screen) => Promise<Page>} Visit */

/**
 * Registers a journey in each engine; one that is not installed is skipped, and counted.
 *
 * @param {string} name
 * @param {(visit: Visit, t: import("node:test").TestContext) => Promise<void>} run
 * @param {{ skip?: string }} [options] `skip` says why it cannot be gone yet
 */
export function journey(name, run, { skip } = {}) {
  for (const engine of ENGINES) {
    test(`${engine.name}: ${name}`, { skip: skip ?? missing(engine) ?? false }, async (t) => {
      const browser = await browserOf(engine);
      await run(async (site, screen = DESK) => {
        const driver = await browser.visitor(screen);
        t.after(() => driver.close());
        return new Page(driver, site.address);
      }, t);
      t.diagnostic(browser.version);
    });
  }
}
