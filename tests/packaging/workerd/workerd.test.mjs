// @ts-check
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Miniflare } from "miniflare";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, run, tool } from "../consumer.mjs";

const WORKER = `
import { proxy } from "konektor/proxy";
import { journey } from "./journey.mjs";

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname.startsWith("/api/konektor/")) {
      return proxy({ apiKey: env.KONEKTOR_API_KEY, baseUrl: env.KONEKTOR_BASE_URL, allow: ["leads.list"], authorize: () => true })(request);
    }
    let userAgent;
    const recording = (url, init) => {
      userAgent = new Headers(init.headers).get("user-agent");
      return fetch(url, init);
    };
    const result = await journey({ apiKey: env.KONEKTOR_API_KEY, baseUrl: env.KONEKTOR_BASE_URL, fetch: recording });
    return Response.json({ ...result, userAgent });
  },
};
`;

test("a Worker that wrangler bundles without configuration runs in workerd", async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, {
    "worker.mjs": WORKER,
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
  assert.equal(built.filter((file) => file.endsWith(".wasm")).length, 1, built.join());

  const worker = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    modulesRoot: out,
    // The first one is the Worker itself.
    modules: ["worker.js", ...built.filter((file) => file.endsWith(".wasm"))].map((file) => ({
      type: file.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: join(out, file),
    })),
    compatibilityDate: "2026-04-01",
    bindings: { KONEKTOR_API_KEY: KEY, KONEKTOR_BASE_URL: sandbox.url },
  });
  t.after(() => worker.dispose());
  const url = await worker.ready;

  // Requests that start together share one instance, though what belongs to one request may not be touched by another.
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await fetch(url)).json()));
  for (const { userAgent, ...result } of answers) {
    assert.deepEqual(result, ARRIVED);
    assert.match(userAgent, /^konektor\/\d+\.\d+\.\d+ \(workerd\)$/);
  }
  const page = await (await fetch(new URL("/api/konektor/api/v2/agent/leads?limit=2", url))).json();
  assert.equal(page.data.length, 2);
});
