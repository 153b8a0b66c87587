// @ts-check
// Pages in a real browser: files of a folder served on loopback, with the Agent API on the same origin behind the tarball's own
// proxy, as a web app has it.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { launch } from "../chromium.mjs";
import { until } from "../edge/parts.mjs";
import { serve } from "../package/servers.mjs";

/** @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, next: () => unknown) => Promise<unknown>} Middleware */

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** The page of a program that stores what it came to in `data-result`. */
export function page(/** @type {string} */ script) {
  return `<!doctype html><meta charset="utf-8"><title>consumer</title><body><script type="module" src="${script}"></script>`;
}

/** A page that imports the tarball's files as they are: what `main` says, which hosts such as unpkg serve for the bare name. */
export const UNBUNDLED = `<!doctype html><meta charset="utf-8"><title>consumer</title>
<script type="importmap">{ "imports": { "konektor": "/node_modules/konektor/dist/url.js" } }</script>
<body><script type="module" src="/app.mjs"></script>`;

/** The program of every page. */
export const PROGRAM = `
import { journey } from "./journey.mjs";
journey({ baseUrl: "/api/konektor" })
  .catch((error) => ({ failed: error.code ?? String(error) }))
  .then((result) => { document.body.dataset.result = JSON.stringify(result); });
`;

/**
 * Answers whatever is below `/api/konektor` with the proxy, as `(request, response)` servers and Vite's middlewares do.
 *
 * @param {string} folder where the tarball is installed
 * @param {import("../package/servers.mjs").Sandbox} sandbox
 * @param {string} apiKey
 * @returns {Promise<Middleware>}
 */
export async function api(folder, sandbox, apiKey) {
  const { proxy } = await import(join(folder, "node_modules/konektor/dist/proxy-inline.js"));
  const handler = proxy({
    apiKey,
    baseUrl: sandbox.url,
    allow: ["leads.list", "leads.get", "leads.create"],
    authorize: () => true,
  });
  /** @type {Middleware} */
  return async (request, response, next) => {
    if (!request.url?.startsWith("/api/konektor/")) return next();
    const { method = "GET", headers } = request;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await handler(
      new Request(`http://${headers.host}${request.url}`, {
        method,
        headers: /** @type {Record<string, string>} */ (headers),
        ...(chunks.length && { body: Buffer.concat(chunks) }),
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
}

/** For pages that ask no API. @type {Middleware} */
export const NO_API = async (_request, _response, next) => next();

/**
 * Serves a folder.
 *
 * @param {{ after(work: () => unknown): void }} test
 * @param {string} folder
 * @param {Middleware} api
 * @param {(path: string) => { headers?: Record<string, string>, body?: string }} [change] what a worse host does otherwise
 */
export async function host(test, folder, api, change = () => ({})) {
  return serve(test, (request, response) =>
    api(request, response, async () => {
      const { pathname } = new URL(request.url ?? "/", "http://host");
      const path = normalize(pathname === "/" ? "/index.html" : pathname);
      const { headers, body } = change(path);
      try {
        const content = body ?? (await readFile(join(folder, path)));
        const type = TYPES[extname(path)] ?? "application/octet-stream";
        response.writeHead(200, { "content-type": type, ...headers }).end(content);
      } catch {
        response.writeHead(404).end();
      }
    }),
  );
}

/** A real browser that ends with the test. */
export async function browser(/** @type {{ after(work: () => unknown): void }} */ test) {
  const chrome = await launch();
  test.after(() => chrome.close());
  return chrome;
}

/**
 * Opens a page and answers what its program came to, and which files it fetched.
 *
 * @param {import("playwright-core").Browser} chrome @param {string} url
 */
export async function visit(chrome, url) {
  const page = await chrome.newPage();
  /** @type {string[]} */
  const fetched = [];
  /** @type {string[]} */
  const complaints = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => complaints.push(message.text()));
  await page.goto(url);
  const body = page.locator("body[data-result]");
  await body.waitFor({ state: "attached", timeout: 30_000 }).catch(() => {
    throw new Error(`the page came to nothing: ${complaints.join("\n")}\n${fetched.join("\n")}`);
  });
  const result = JSON.parse((await body.getAttribute("data-result")) ?? "");
  await page.close();
  return { result, fetched, complaints };
}

/**
 * Opens a page in another engine than Chromium, and answers what its program came to, and in which version.
 *
 * @param {import("../engines/engine.mjs").Engine} engine @param {string} url
 */
export async function arrival(engine, url) {
  const browser = await engine.launch();
  try {
    const window = await browser.visitor({ width: 800, height: 600 });
    await window.goto(url);
    const result = await until(
      () => window.evaluate(() => document.body.dataset.result, null),
      "what the page's program comes to",
    );
    await window.close();
    return { result: JSON.parse(result), version: browser.version };
  } finally {
    await browser.close();
  }
}
