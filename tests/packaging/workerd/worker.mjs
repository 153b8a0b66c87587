// @ts-check
// A Worker in real workerd, as wrangler bundles it without configuration.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { consumer, run, tool } from "../consumer.mjs";

/**
 * Bundles `worker.mjs` beside other files, and answers where it listens.
 *
 * @param {{ after(work: () => unknown): void }} test
 * @param {Record<string, string>} files
 * @param {Record<string, string>} [bindings]
 */
export async function startWorker(test, files, bindings = {}) {
  const folder = await consumer(test, {
    ...files,
    "wrangler.jsonc": JSON.stringify({ name: "consumer", main: "worker.mjs", compatibility_date: "2026-04-01" }),
  });
  await run(folder, tool("wrangler"), ["deploy", "--dry-run", "--outdir", "out"], {
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_HIDE_BANNER: "true",
    DO_NOT_TRACK: "1",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
  });
  const out = join(folder, "out");
  const built = readdirSync(out);
  // Each binary once; wrangler puts a digest before its name.
  const binaries = built.filter((file) => file.endsWith(".wasm"));
  assert.ok(binaries.length > 0, built.join());
  assert.equal(new Set(binaries.map((file) => file.replace(/^\w+-/, ""))).size, binaries.length, built.join());

  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    modulesRoot: out,
    // The first one is the Worker itself.
    modules: ["worker.js", ...binaries].map((file) => ({
      type: file.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: join(out, file),
    })),
    compatibilityDate: "2026-04-01",
    bindings,
  });
  test.after(() => worker.dispose());
  return worker.ready;
}
