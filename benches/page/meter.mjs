// @ts-check
// Opens a page under a condition and counts what it costs: what goes over the wire, and the time of the main thread. All by the
// browser's own debugging protocol, because Playwright's interception would turn the cache off.

import { readFileSync } from "node:fs";

const PROBE = readFileSync(new URL("probe.js", import.meta.url), "utf8");

/**
 * @typedef {object} Condition
 * @property {string} name
 * @property {number} slowdown of the processor
 * @property {{ latency: number, downloadThroughput: number, uploadThroughput: number }} [network] milliseconds; bytes a second
 */

/**
 * What a page has cost since it was opened.
 *
 * @typedef {object} Cost
 * @property {number} requests that went over the wire
 * @property {number} bytes over the wire, with headers
 * @property {number} milliseconds of the main thread's own time, whatever else the machine did
 * @property {number} script the part of it that was JavaScript
 */

/** @typedef {{ page: import("playwright-core").Page, cost(): Promise<Cost> }} Opened */

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {import("./sides.mjs").Side} side
 * @param {string} address
 * @param {Condition} condition
 * @returns {Promise<Opened>}
 */
export async function open(context, side, address, { slowdown, network }) {
  const page = await context.newPage();
  await page.addInitScript(PROBE);
  const debug = await context.newCDPSession(page);
  const wire = await count(debug);
  if (network) await debug.send("Network.emulateNetworkConditions", { offline: false, ...network });
  if (side.hosts) await lead(debug, side, side.hosts, new URL(address).origin);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await debug.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(address);
  return {
    page,
    async cost() {
      const { metrics } = await debug.send("Performance.getMetrics");
      const of = (/** @type {string} */ wanted) =>
        1000 * (metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN);
      return { ...wire, milliseconds: of("TaskDuration"), script: of("ScriptDuration") };
    },
  };
}

/** @param {import("playwright-core").CDPSession} debug */
async function count(debug) {
  const wire = { requests: 0, bytes: 0 };
  // Only what came over the wire has its headers told once more; a preflight's are all that is told of it.
  debug.on("Network.responseReceivedExtraInfo", ({ headersText = "", statusCode }) => {
    wire.requests += 1;
    if (statusCode === 204) wire.bytes += headersText.length;
  });
  debug.on("Network.loadingFinished", ({ encodedDataLength }) => {
    wire.bytes += encodedDataLength;
  });
  await debug.send("Network.enable");
  return wire;
}

/**
 * Leads requests for a side's own hosts to the bench's server, unseen by the page. Frames are answered at once, for nothing: a document
 * from another address would not be let into them.
 *
 * @param {import("playwright-core").CDPSession} debug @param {import("./sides.mjs").Side} side @param {string} hosts @param {string} origin
 */
async function lead(debug, { files }, hosts, origin) {
  debug.on("Fetch.requestPaused", ({ requestId, request, resourceType }) => {
    const { pathname } = new URL(request.url);
    const answered =
      resourceType === "Document"
        ? debug.send("Fetch.fulfillRequest", {
            requestId,
            responseCode: 200,
            responseHeaders: [{ name: "content-type", value: "text/html" }],
            body: Buffer.from(files[pathname] ?? "").toString("base64"),
          })
        : debug.send("Fetch.continueRequest", { requestId, url: origin + pathname });
    // The visit may be over.
    answered.catch(() => {});
  });
  await debug.send("Fetch.enable", { patterns: [{ urlPattern: hosts }] });
}
