// @ts-check
// The demo site as a visitor meets it: a headless Chromium, the page server of www/, and an edge that the test decides about.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "../chromium.mjs";
import { FakeEdge } from "./fake-edge.mjs";

/** @typedef {{ after(end: () => unknown): void }} Test */

const www = fileURLToPath(new URL("../../www/", import.meta.url));

/** @type {Promise<import("playwright-core").Browser> | undefined} */
let browser;

/** What waits first in a page's queue. @param {import("playwright-core").Page} page @returns {Promise<any>} */
export function firstWaiting(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("konektor");
        opening.onsuccess = () => {
          const reading = opening.result.transaction("queue").objectStore("queue").get("list");
          reading.onsuccess = () => done(reading.result[0].waiting);
          opening.result.close();
        };
      }),
  );
}

/** Touches the form of a page that has consent, and waits until its touches are kept. @param {import("playwright-core").Page} page */
export async function keep(page) {
  await page.getByLabel("Nama").focus();
  await page.waitForFunction(() => localStorage.getItem("konektor KNK-abc123"));
}

after(async () => (await browser)?.close());

/** The browser of this file's tests. */
export function theBrowser() {
  // A page that a test rewrote has no address in the browser's eyes, and would not be let near loopback.
  browser ??= launch(["--disable-features=LocalNetworkAccessChecks"]);
  return browser;
}

/** Serves the demo with an edge filled in, until the test ends; answers its address. @param {Test} test @param {string} edge @param {number} port */
export async function serveDemo(test, edge, port = 0) {
  const server = spawn("node", [join(www, "serve.mjs"), "--edge", edge, "--port", String(port)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((done) => server.once("exit", done));
  test.after(async () => {
    server.kill("SIGTERM");
    await ended;
  });
  for await (const line of createInterface(server.stdout)) {
    const [, address] = /^page ready (\S+)$/.exec(line) ?? [];
    if (address) return address;
  }
  throw new Error("the page server ended before it was ready");
}

/**
 * A visitor of the demo. Whatever the page's policy blocks or a script throws is kept, so that a test can say there was none.
 *
 * @param {Test} test
 * @param {{ edit?: (html: string) => string, browser?: import("playwright-core").Browser } & import("playwright-core").BrowserContextOptions} options `edit` rewrites the pages
 */
export async function visit(test, { edit, browser, ...options } = {}) {
  const edge = new FakeEdge();
  const edgeAddress = await edge.start();
  test.after(() => edge.stop());
  const site = await serveDemo(test, edgeAddress);
  const context = await (browser ?? (await theBrowser())).newContext({ locale: "id-ID", ...options });
  test.after(() => context.close());
  context.setDefaultTimeout(15_000);
  if (edit) {
    await context.route(
      (url) => url.origin === site && (url.pathname === "/" || url.pathname.endsWith(".html")),
      async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: edit(await response.text()) });
      },
    );
  }
  const page = await context.newPage();
  /** @type {string[]} */
  const requests = [];
  /** @type {string[]} */
  const complaints = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return { edge, edgeAddress, site, context, page, requests, complaints };
}

/** The wasm has been fetched and compiled: from here on the rules are Rust's. @param {import("playwright-core").Page} page */
export function rulesArrive(page) {
  return page.waitForResponse((response) => response.url().includes(".wasm")).then((response) => response.finished());
}

/**
 * Fills in the default form, as a person who makes no mistake.
 *
 * @param {import("playwright-core").Page} page
 * @param {Record<string, string>} values by label
 */
export async function fillIn(page, values = {}) {
  const filled = { Nama: "Siti Rahayu", "Nomor WhatsApp": "0812-3456-7890", Email: "siti@example.com", ...values };
  for (const [label, value] of Object.entries(filled)) await page.getByLabel(label).fill(value);
}
