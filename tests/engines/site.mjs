// @ts-check
// The demo's site for any engine. Where an engine cannot be told to refuse a file, to change a page or to report what went wrong in
// it, the site does so: it stands before the page server of www/, and each page that it hands out reports to it.

import { createServer } from "node:http";
import { serveDemo } from "../browser/site.mjs";

/** @typedef {{ after(end: () => unknown): void }} Test */

/** Runs first in each page: what a script throws or the page's policy blocks, and what is written as an error, is told to the site. */
const WATCH = `
globalThis.reports = [];
const report = (what) => globalThis.reports.push(fetch("/reports", { method: "POST", body: String(what), keepalive: true }));
addEventListener("error", ({ message, filename }) => report(message + " in " + filename));
addEventListener("unhandledrejection", ({ reason }) => report(reason));
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => report(effectiveDirective + " blocked " + blockedURI));
const { error } = console;
console.error = (...words) => (report(words.join(" ")), error(...words));
`;

/** What a test may change about the site before a page is opened. */
export class Site {
  /** Rewrites each page. @type {(html: string) => string} */
  edit = (html) => html;
  /** Which files are not there. @type {(path: string) => boolean} */
  refuses = () => false;
  /** What went wrong in pages. @type {string[]} */
  reports = [];

  /** The site's address. @type {string} */
  address = "";
  #pages = "";

  #server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    if (path === "/reports") {
      let text = "";
      for await (const chunk of request) text += chunk;
      this.reports.push(text);
      response.writeHead(204).end();
    } else if (path === "/watch.js") {
      response.writeHead(200, { "content-type": "text/javascript" }).end(WATCH);
    } else if (this.refuses(path)) {
      response.writeHead(404).end();
    } else {
      const answer = await fetch(this.#pages + path).catch(() => undefined);
      // A test that is over ends the pages' server before its visitors.
      if (!answer) return void response.destroy();
      const type = answer.headers.get("content-type") ?? "";
      const bytes = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, { "content-type": type, "cache-control": "no-cache" });
      response.end(type.startsWith("text/html") ? this.#page(bytes.toString()) : bytes);
    }
  });

  #page(/** @type {string} */ html) {
    return this.edit(html).replace("<head>", '<head><script src="/watch.js"></script>');
  }

  /** Takes an address, until the test ends, so that an edge can be told of it. @param {Test} test */
  async listen(test) {
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", () => done(undefined)));
    test.after(() => {
      this.#server.close();
      this.#server.closeAllConnections();
    });
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    this.address = `http://127.0.0.1:${port}`;
    return this;
  }

  /** Has pages from now on, which send to an edge. @param {Test} test @param {string} edge */
  async show(test, edge) {
    this.#pages = await serveDemo(test, edge);
    return this;
  }

  /** What went wrong in the page that is open, and in those before it. @param {import("./page.mjs").Page} page */
  async complaints(page) {
    await page.evaluate(() => Promise.all(/** @type {any} */ (globalThis).reports));
    return this.reports;
  }
}
