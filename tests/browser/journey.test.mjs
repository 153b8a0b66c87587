// @ts-check
// The widget on the real parts: a visitor's form goes through the edge in a real workerd to the sandbox's Agent API, and the
// lead is read back as a team would find it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { folder, formsFile, freePort, startEdge, startSandbox, TRACKING_CODE, until } from "../edge/parts.mjs";
import { fillIn, rulesArrive, serveDemo, theBrowser } from "./site.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const run = promisify(execFile);
const CODE = /KNK-abc123-[0-9A-HJKMNP-TV-Z]{10}/;

/** @type {import("../edge/parts.mjs").Part} */
let sandbox;
/** The demo's address. @type {string} */
let site;
/** @type {import("../edge/parts.mjs").Part} */
let edge;

/** What has to be ended when all tests of this file are. @type {(() => unknown)[]} */
const endings = [];
const suite = { after: (/** @type {() => unknown} */ end) => void endings.push(end) };

before(async () => {
  sandbox = await startSandbox();
  const port = await freePort();
  edge = await startEdge({
    persist: folder(suite),
    api: sandbox.address,
    forms: formsFile({ origins: [`http://127.0.0.1:${port}`] }),
    assets: join(root, "www/dist"),
  });
  site = await serveDemo(suite, edge.address, port);
});

after(async () => {
  await edge?.stop();
  await sandbox?.stop();
  for (const end of endings) await end();
});

/** @param {import("node:test").TestContext} t @param {import("playwright-core").BrowserContextOptions} [options] */
async function newPage(t, options) {
  const context = await (await theBrowser()).newContext({ locale: "id-ID", ...options });
  t.after(() => context.close());
  return context.newPage();
}

/** The code on the receipt. @param {import("playwright-core").Page} page */
async function receipt(page) {
  const text = await page.getByText(CODE).first().textContent();
  return CODE.exec(text ?? "")?.[0] ?? "";
}

/** What the Agent API finds, once it finds something. @param {string} search */
function found(search) {
  return until(async () => {
    const url = `${sandbox.address}/api/v2/agent/leads?search=${encodeURIComponent(search)}`;
    const response = await fetch(url, { headers: { authorization: "Bearer knk_sandbox" } });
    const { data } = /** @type {any} */ (await response.json());
    return data.length > 0 && data;
  }, `a lead that is found by ${search}`);
}

test("an ad's visitor becomes one lead with source, platform, code, reference and notes", async (t) => {
  const page = await newPage(t);
  /** @type {any} */
  let received;
  await page.exposeFunction("received", (/** @type {unknown} */ detail) => {
    received = detail;
  });
  await page.addInitScript(() => {
    addEventListener("konektor:received", (event) =>
      /** @type {any} */ (globalThis).received(/** @type {CustomEvent} */ (event).detail),
    );
  });
  await page.goto(`${site}/?utm_source=google&utm_medium=cpc&utm_campaign=promo-januari&gclid=EAIaIQobChMI-x_Y`);
  await page.getByRole("button", { name: "Setuju" }).click();

  await fillIn(page, { Pesan: "Rumah 120 m²\natap genteng" });
  await page.getByRole("button", { name: "Kirim" }).click();
  const code = await receipt(page);

  assert.ok(code.startsWith(`${TRACKING_CODE}-`));
  const [lead, ...others] = await found(code);
  assert.deepEqual(others, []);
  assert.equal(lead.uniqueCode, code);
  assert.equal(lead.firstName, "Siti Rahayu");
  assert.equal(lead.phone, "+6281234567890");
  assert.equal(lead.email, "siti@example.com");
  assert.equal(lead.source, "ads");
  assert.equal(lead.adPlatform, "google");
  assert.equal(lead.status, "new");
  assert.ok(lead.notes.startsWith("Rumah 120 m²\natap genteng\n"), "the message stands first");
  for (const part of ["konektor:attribution", "EAIaIQobChMI-x_Y", "promo-januari", TRACKING_CODE]) {
    assert.ok(lead.notes.includes(part), part);
  }
  await until(() => received, "the page's event");
  assert.equal((await found(`kf_${received.id}`))[0].uniqueCode, code, "it is found by its reference");
});

test("without consent the lead has no click id, and is still found", async (t) => {
  const page = await newPage(t);
  await page.goto(`${site}/?utm_source=google&utm_campaign=promo-januari&gclid=never-tell`);
  await page.getByRole("button", { name: "Tolak" }).click();

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();

  const [lead] = await found(await receipt(page));
  assert.ok(!JSON.stringify(lead).includes("never-tell"));
  assert.ok(lead.notes.includes("promo-januari"));
});

test("with JavaScript off the page's own form becomes a lead, and the visitor sees its code", async (t) => {
  const page = await newPage(t, { javaScriptEnabled: false });
  await page.goto(`${site}/plain.html`);

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();

  const [lead] = await found(await receipt(page));
  assert.equal(lead.firstName, "Siti Rahayu");
  assert.equal(lead.phone, "+6281234567890");
});

test("with JavaScript the page's own form becomes a lead, and its page stays", async (t) => {
  const page = await newPage(t);
  await page.goto(`${site}/plain.html?utm_source=tiktok&ttclid=tt-1`);
  await page.getByRole("button", { name: "Setuju" }).click();

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();

  const [lead] = await found(await receipt(page));
  assert.equal(lead.adPlatform, "tiktok");
  assert.equal(new URL(page.url()).pathname, "/plain.html");
});

test("a retry after a receipt that got lost on the way is one lead", async (t) => {
  const page = await newPage(t);
  await page.goto(site);
  await fillIn(page, { Nama: "Hanya Sekali" });
  // The edge keeps the submission, and its answer never reaches the page.
  await page.route(
    `${edge.address}/**/submissions`,
    async (route) => {
      if (route.request().method() === "POST") await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Data Anda tersimpan di perangkat ini").waitFor();
  await page.getByRole("button", { name: "Coba lagi" }).click();
  const code = await receipt(page);

  const [lead] = await found(code);
  assert.equal(lead.firstName, "Hanya Sekali");
  assert.equal((await found("Hanya Sekali")).length, 1);
});

test("what is sent offline is one lead once there is a network, and the visitor sees its code", async (t) => {
  const page = await newPage(t);
  await page.goto(site);
  await fillIn(page, { Nama: "Dari Terowongan", Pesan: "Rumah 120 m²\natap genteng" });
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Data Anda tersimpan di perangkat ini").waitFor();

  await page.context().setOffline(false);
  const code = await receipt(page);
  // Once more from another tab, as by who does not trust it.
  const again = await page.context().newPage();
  await again.goto(site);
  await fillIn(again, { Nama: "Dari Terowongan", Pesan: "Rumah 120 m²\natap genteng" });
  await again.getByRole("button", { name: "Kirim" }).click();

  assert.equal(await receipt(again), code);
  const [lead] = await found(code);
  assert.equal(lead.firstName, "Dari Terowongan");
  assert.equal((await found("Dari Terowongan")).length, 1);
});

test("a phone number that only the edge's form refuses is told at the field", async (t) => {
  const page = await newPage(t);
  await page.route("**/*.wasm*", (route) => route.abort());
  await page.goto(site);
  await fillIn(page, { "Nomor WhatsApp": "hubungi saya" });

  await page.getByRole("button", { name: "Kirim" }).click();

  await page.getByText("Isian ini tidak dapat diterima").waitFor();
  assert.equal(await page.getByLabel("Nomor WhatsApp").getAttribute("aria-invalid"), "true");
});

test("a page that loads the script from the edge needs no endpoint", async (t) => {
  const page = await newPage(t);
  await page.route(`${site}/`, async (route) => {
    const response = await route.fetch();
    const html = (await response.text())
      .replace("script-src 'self'", `script-src 'self' ${edge.address}`)
      .replace("/widget/konektor-form.js", `${edge.address}/konektor-form.js`)
      .replace(`endpoint="${edge.address}"`, "");
    await route.fulfill({ response, body: html });
  });
  await page.goto(site);
  const arrived = rulesArrive(page);
  await page.getByLabel("Nomor WhatsApp").fill("12");
  await page.getByLabel("Nama").focus();
  await arrived;
  await page.getByText("Nomor ini terlalu pendek").waitFor();

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();

  const [lead] = await found(await receipt(page));
  assert.equal(lead.firstName, "Siti Rahayu");
});

test("a page that names the script by its content loads it, and no other in its place", async (t) => {
  const { stdout } = await run(process.execPath, [join(root, "www/embed.mjs"), edge.address]);
  const embedded = stdout.trim();
  const visit = async (/** @type {string} */ tags) => {
    const page = await newPage(t);
    await page.route(`${site}/`, async (route) => {
      const response = await route.fetch();
      const html = (await response.text())
        // The import map stands in the page, and the page's policy is about files.
        .replace("script-src 'self'", `script-src 'self' 'unsafe-inline' ${edge.address}`)
        .replace('<script type="module" src="/widget/konektor-form.js"></script>', tags)
        .replace(`endpoint="${edge.address}"`, "");
      await route.fulfill({ response, body: html });
    });
    await page.goto(site);
    return page;
  };

  const page = await visit(embedded);
  const arrived = rulesArrive(page);
  await page.getByLabel("Nama").focus();
  await arrived;
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await receipt(page);

  const [, digest = ""] = /integrity="(sha384-[^"]+)"/.exec(embedded) ?? [];
  const other = await visit(embedded.replace(digest, `sha384-${"A".repeat(64)}`));
  const isDefined = () => other.evaluate(() => customElements.get("konektor-form") !== undefined);
  await other.waitForLoadState("load");
  assert.equal(await isDefined(), false);
});
