// @ts-check
// The browser of all journeys: Debian's Chromium, headless, without its calls to the outside.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a browser; `further` are arguments of its own. */
export function launch(/** @type {string[]} */ further = []) {
  return chromium.launch({ executablePath: executable(), args: [...QUIET, ...further] });
}

function executable() {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, "chromium");
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  throw new Error("there is no `chromium` on the PATH; `cargo xtask test browser` installs it");
}
