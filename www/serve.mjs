// Serves the demo landing page and the built widget on loopback: `node serve.mjs [--port N] --edge URL`. The pages name the
// edge as `{{edge}}`; everything else is served as it lies on disk.
// @ts-check

import { fstatSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

const { values } = parseArgs({
  options: { port: { type: "string", default: "0" }, edge: { type: "string" } },
});
if (!values.edge) {
  console.error("--edge URL is missing: the address at which the edge takes submissions");
  process.exit(2);
}
const edge = new URL(values.edge).origin;

/** @param {string} path */
function file(path) {
  const [, widget] = /^\/widget\/([\w.-]+)$/.exec(path) ?? [];
  if (widget) return new URL(`./dist/${widget}`, import.meta.url);
  const [, page] = /^\/([\w-]+\.(?:html|css|js|svg))$/.exec(path === "/" ? "/index.html" : path) ?? [];
  return page ? new URL(`./demo/${page}`, import.meta.url) : undefined;
}

const server = createServer(async (request, response) => {
  const found = file(new URL(request.url ?? "/", "http://demo").pathname);
  const bytes = found && (await readFile(found).catch(() => undefined));
  if (!found || !bytes) {
    response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const ending = extname(fileURLToPath(found));
  response.writeHead(200, {
    "content-type": TYPES[/** @type {keyof typeof TYPES} */ (ending)],
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  response.end(ending === ".html" ? bytes.toString().replaceAll("{{edge}}", edge) : bytes);
});

server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : values.port;
  console.log(`page ready http://127.0.0.1:${port}`);
});

function end() {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.on("SIGTERM", end);
process.on("SIGINT", end);
// Whoever started us through a pipe and is gone needs us no longer.
if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) process.stdin.on("close", end).resume();
