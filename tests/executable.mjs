// @ts-check
// Where a program of the system's packages lies.

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The program's file, or `undefined` when it is not on the PATH. */
export function executable(/** @type {string} */ name) {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}
