// @ts-check
// `node check.mjs`: what must hold before a deploy. Checks the forms file, that the keys in the environment are their workspaces', and
// that wrangler can make the Worker. Without keys it needs no network.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { check, FORMS } from "./bundle.mjs";
import { compareKeys } from "./keys.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "konektor-edge-"));
try {
  await check(FORMS);
  const { wrong, untold } = await compareKeys(JSON.parse(readFileSync(FORMS, "utf8")).workspaces, process.env);
  for (const line of untold) console.error(line);
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
  execFileSync(join(here, "../node_modules/.bin/wrangler"), ["deploy", "--dry-run", "--outdir", folder], {
    cwd: here,
    stdio: "inherit",
    env: {
      ...process.env,
      CI: "1",
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_SEND_ERROR_REPORTS: "false",
      WRANGLER_HIDE_BANNER: "true",
      DO_NOT_TRACK: "1",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
