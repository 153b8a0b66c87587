// @ts-check
// `node build.mjs`: checks forms.json and makes dist/. With `--check` it checks only.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle, check, FORMS } from "./bundle.mjs";

try {
  await check(FORMS);
  if (!process.argv.includes("--check")) {
    await bundle({ forms: FORMS, folder: join(dirname(fileURLToPath(import.meta.url)), "dist") });
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
