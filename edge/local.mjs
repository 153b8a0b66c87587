// @ts-check
// Runs the Worker in a real workerd on loopback, with its storage on disk, against any Agent API:
//   node local.mjs --port N --persist DIR --api URL [--forms FILE] [--entry FILE] [--assets DIR] [--settle-seconds S] [--rate-limit N] [--settings JSON]
// Prints `edge ready <address>` once it accepts. Ends on SIGTERM, SIGINT, or when the pipe on its stdin is closed.

import { createHash, randomBytes } from "node:crypto";
import { existsSync, fstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Miniflare, Response } from "miniflare";
import { bundle, check, FORMS } from "./bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    persist: { type: "string" },
    api: { type: "string" },
    forms: { type: "string" },
    entry: { type: "string" },
    assets: { type: "string" },
    "settle-seconds": { type: "string" },
    "rate-limit": { type: "string" },
    settings: { type: "string", default: "{}" },
  },
});
if (!values.persist || !values.api) {
  console.error("give --persist DIR, where submissions are kept, and --api URL, where they are delivered");
  process.exit(2);
}

const persist = resolve(values.persist);
mkdirSync(persist, { recursive: true });
const forms = resolve(values.forms ?? FORMS);
await check(forms);
const own = values.forms !== undefined || values.entry !== undefined;
const folder = own ? join(persist, "worker") : join(here, "dist");
if (own) await bundle({ forms, folder, ...(values.entry && { entry: resolve(values.entry) }) });

/** The sandbox's key for every workspace, unless the settings say otherwise. */
const keys = Object.values(JSON.parse(readFileSync(forms, "utf8")).workspaces).map(({ keyBinding }) => [
  keyBinding,
  "knk_sandbox",
]);

/** The same secret at every start, or known submissions would be new ones. */
function secret() {
  const file = join(persist, "secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

const TYPES = /** @type {Record<string, string>} */ ({
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
});

/** Stands in for Cloudflare's asset server. */
function asset(/** @type {{ url: string, headers: { get(name: string): string | null } }} */ request) {
  const root = resolve(values.assets ?? "");
  const path = join(root, decodeURIComponent(new URL(request.url).pathname));
  const type = TYPES[extname(path)];
  if (!type || !path.startsWith(root + sep) || !existsSync(path)) return new Response("Not found", { status: 404 });
  const bytes = readFileSync(path);
  const etag = `"${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}"`;
  const headers = { "content-type": type, "cache-control": "public, max-age=0, must-revalidate", etag };
  return request.headers.get("if-none-match") === etag
    ? new Response(null, { status: 304, headers })
    : new Response(bytes, { headers });
}

const miniflare = new Miniflare({
  host: "127.0.0.1",
  port: Number(values.port),
  cf: false,
  telemetry: { enabled: false },
  // Stdout has one line, for whoever waits for it.
  handleRuntimeStdio: (
    /** @type {import("node:stream").Readable} */ stdout,
    /** @type {import("node:stream").Readable} */ stderr,
  ) => {
    stdout.pipe(process.stderr);
    stderr.pipe(process.stderr);
  },
  defaultPersistRoot: persist,
  name: "edge",
  modules: true,
  modulesRoot: folder,
  scriptPath: join(folder, "worker.js"),
  modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
  compatibilityDate: "2026-04-01",
  durableObjects: { OUTBOX: { className: "LeadOutbox", useSQLite: true } },
  ...(values["rate-limit"] && {
    ratelimits: { RATE_LIMITER: { simple: { limit: Number(values["rate-limit"]), period: 60 } } },
  }),
  ...(values.assets && { serviceBindings: { ASSETS: asset } }),
  bindings: {
    INTAKE_SECRET: secret(),
    KONEKTOR_BASE_URL: values.api,
    ...Object.fromEntries(keys),
    ...(values["settle-seconds"] && { KONEKTOR_SETTLE_SECONDS: values["settle-seconds"] }),
    ...JSON.parse(values.settings),
  },
});

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  await miniflare.dispose();
  process.exit(0);
}
process.on("SIGTERM", end);
process.on("SIGINT", end);
const stdin = fstatSync(0);
if (stdin.isFIFO() || stdin.isSocket()) {
  process.stdin.on("end", end).on("error", end).resume();
}

const address = await miniflare.ready;
console.log(`edge ready http://127.0.0.1:${address.port}`);
