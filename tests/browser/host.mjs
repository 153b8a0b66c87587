// @ts-check
// A page of somebody else's that has the widget in it: its markup, policy and scripts are the test's, its origin is the demo's.

import { readFile } from "node:fs/promises";
import { visit } from "./site.mjs";

const dist = new URL("../../www/dist/", import.meta.url);

/** Where pages of other origins load the widget from, as from an edge: any origin may read it. */
export const SCRIPTS = "https://forms.example";

/** The tag that most pages have. */
export const TAG = `<script type="module" src="/widget/konektor-form.js"></script>`;

/**
 * A visitor of such a page, who has not opened it yet.
 *
 * @param {import("./site.mjs").Test} t
 * @param {{
 *   head?: string, body: string, policy?: string, files?: Record<string, string>,
 *   change?: (name: string, text: string) => string,
 * } & import("playwright-core").BrowserContextOptions} page `{{edge}}` in the markup and the policy is the edge's address;
 *   `files` are served beside the page; `change` rewrites what comes from `SCRIPTS`
 */
export async function host(t, { head = TAG, body, policy, files = {}, change = (_, text) => text, ...options }) {
  const visitor = await visit(t, options);
  const { context, site, edgeAddress, page } = visitor;
  const fill = (/** @type {string} */ text) => text.replaceAll("{{edge}}", edgeAddress);
  const address = `${site}/host/page.html`;
  const markup = `<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Host</title>${head}</head><body>${body}</body></html>`;
  const served = { "page.html": markup, ...files };
  for (const [name, text] of Object.entries(served)) {
    await context.route(`${site}/host/${name}*`, (route) =>
      route.fulfill({
        contentType: name.endsWith(".js") ? "text/javascript" : "text/html",
        headers: policy ? { "content-security-policy": fill(policy) } : {},
        body: fill(text),
      }),
    );
  }
  await context.route(`${SCRIPTS}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const bytes = await readFile(new URL(name, dist));
    const script = name.endsWith(".js");
    await route.fulfill({
      contentType: script ? "text/javascript" : "application/wasm",
      headers: { "access-control-allow-origin": "*" },
      body: script ? change(name, bytes.toString()) : bytes,
    });
  });
  // What a policy has blocked, by what it was.
  await page.addInitScript(() => {
    /** @type {string[]} */
    const blocked = [];
    Object.assign(globalThis, { blocked });
    addEventListener("securitypolicyviolation", (event) => {
      blocked.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return {
    ...visitor,
    address,
    blocked: () => page.evaluate(() => /** @type {string[]} */ (/** @type {any} */ (globalThis).blocked)),
  };
}

/** The element as a page would write it. @param {string} attributes */
export function element(attributes = "") {
  return `<konektor-form form="promo" tracking-code="KNK-abc123" endpoint="{{edge}}" ${attributes}></konektor-form>`;
}

/** A page's own form. @param {string} attributes */
export function ownForm(attributes = "") {
  return `<form data-konektor method="post" action="{{edge}}/v1/forms/promo/submissions" ${attributes}>
    <label>Nama <input name="firstName" required></label>
    <label>Nomor WhatsApp <input name="phone" type="tel" required></label>
    <label>Email <input name="email" type="email"></label>
    <button>Kirim</button>
  </form>`;
}
