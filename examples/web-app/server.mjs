// The web app's server in Node: the built page, the demo's session, and the Agent API for whoever is signed in.
//
//   npm run build && KONEKTOR_API_KEY=… SESSION_SECRET=… npm start

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { proxy } from "konektor/proxy";
import { allow, authorizer, signIn } from "./access.mjs";
import { respondTo } from "./node-adapter.mjs";

const { PORT = "3000", SESSION_SECRET, KONEKTOR_BASE_URL } = process.env;
if (!SESSION_SECRET) throw new Error("SESSION_SECRET is missing: any long random text, the same at every start");

const konektor = proxy({
  // The key comes from KONEKTOR_API_KEY.
  baseUrl: KONEKTOR_BASE_URL,
  allow,
  authorize: authorizer(SESSION_SECRET),
});

/** @param {Request} request */
async function answer(request) {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/api/konektor/")) return konektor(request);
  if (pathname === "/sign-in") return signIn(request, /** @type {string} */ (SESSION_SECRET));
  return file(pathname === "/" ? "/index.html" : pathname);
}

/** A file of the built page. @param {string} path */
async function file(path) {
  const type = TYPES[extname(path)];
  const content = type && (await readFile(new URL(`dist${path}`, import.meta.url)).catch(() => undefined));
  return content
    ? new Response(content, { headers: { "content-type": type } })
    : new Response("Not found", { status: 404 });
}

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

// CHANGE THIS: 127.0.0.1 is for the same machine only.
const server = createServer(respondTo(answer)).listen(Number(PORT), "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`web app ready http://127.0.0.1:${port}`);
});
