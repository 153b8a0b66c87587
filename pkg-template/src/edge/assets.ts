// The widget's files beside the intake, so that a page has one origin to allow. They are public, and a module script of another
// origin is only run when its server says so.

import type { IntakeEnv } from "./platform.js";

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  wasm: "application/wasm",
};
/** A name of the widget's build that tells the content. */
const LASTING = /^\/konektor-[\w-]+-[0-9A-Z]{8}\.(?:js|css|wasm)$/;
const YEAR = "public, max-age=31536000, immutable";
/** The script that pages name: a new one reaches them within minutes, and asking whether there is one costs no body. */
const MINUTES = "public, max-age=300, must-revalidate";

/** Answers with a file, or nothing if there is none. */
export async function asset(request: Request, { ASSETS }: IntakeEnv): Promise<Response | undefined> {
  if (!ASSETS || (request.method !== "GET" && request.method !== "HEAD")) return undefined;
  const { pathname } = new URL(request.url);
  const found = await ASSETS.fetch(request);
  const response = new Response(found.body, found);
  const { headers, status } = response;
  headers.set("access-control-allow-origin", "*");
  headers.set("cross-origin-resource-policy", "cross-origin");
  headers.set("x-content-type-options", "nosniff");
  // What is missing may be there after the next deploy.
  if (status >= 400) headers.set("cache-control", "no-store");
  if (status >= 300 && status !== 304) return response;
  const type = TYPES[pathname.slice(pathname.lastIndexOf(".") + 1)];
  if (type) {
    headers.set("cache-control", LASTING.test(pathname) ? YEAR : MINUTES);
    if (status !== 304) headers.set("content-type", type);
  }
  return response;
}
