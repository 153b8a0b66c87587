// @ts-check
// The browser of all journeys: Debian's Chromium, headless, without its calls to the outside.

import { chromium } from "playwright-core";
import { executable } from "./executable.mjs";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a browser.
 *
 * @param {string[]} further arguments of its own
 * @param {string[]} without arguments that playwright would give it
 */
export function launch(further = [], without = []) {
  const executablePath = executable("chromium");
  if (!executablePath) throw new Error("there is no `chromium` on the PATH; `cargo xtask test browser` installs it");
  return chromium.launch({ executablePath, args: [...QUIET, ...further], ignoreDefaultArgs: without });
}
