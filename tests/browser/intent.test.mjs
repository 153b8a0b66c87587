// @ts-check
// One intent has one id: whatever a visitor does with buttons, reloads, the way back and tabs, the edge can tell that it is the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../chromium.mjs";
import { until } from "../edge/parts.mjs";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */

const HOUR = 3_600_000;

/** Fills in the form and presses its button. @param {import("playwright-core").Page} page @param {Record<string, string>} [values] */
async function send(page, values) {
  await fillIn(page, values);
  await page.getByRole("button", { name: "Kirim" }).click();
}

/** The different ids that came to the edge. @param {Visit} visited */
const ids = ({ edge }) => [...new Set(edge.submissions.map(({ id }) => id))];

test("Enter and a click at the same time send once", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = "hold";
  await page.goto(site);
  await fillIn(page);

  await page.evaluate(() => {
    const form = document.querySelector("konektor-form")?.shadowRoot?.querySelector("form");
    form?.requestSubmit();
    form?.querySelector("button")?.click();
  });
  await page.getByText("Mengirim…").waitFor();
  await edge.release();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 1);
});

test("what a reload interrupts goes out by itself, under its id, and leaves nothing behind that was typed", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  edge.first = ["hold"];
  await page.goto(site);
  await send(page);
  await until(() => edge.held.length === 1, "the submission to be on its way");

  await page.reload();
  await until(() => edge.submissions.length === 2, "the same submission once more");
  edge.held[0]?.();

  assert.equal(ids(visited).length, 1);
  assert.deepEqual(edge.submissions[0], edge.submissions[1]);
  const kept = async () => JSON.stringify(await context.storageState({ indexedDB: true }));
  await until(async () => !(await kept()).includes("Siti"), "the content to be erased");
  assert.doesNotMatch(await kept(), /konektor-queue|08123456|0812-3456/);
});

test("after a failure and a reload the same content has the same id, and a corrected one another", async (t) => {
  const visited = await visit(t);
  const { page, site, edge } = visited;
  edge.first = [refusal(503, "NOT_STORED")];
  await page.goto(site);
  await send(page);
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();

  await page.reload();
  await send(page);
  await page.getByText(CODE).waitFor();
  assert.equal(ids(visited).length, 1);

  await page.reload();
  await send(page, { Nama: "Siti R." });
  await page.getByText(CODE).waitFor();
  assert.equal(ids(visited).length, 2);
});

test("who goes back after the receipt and sends the same again is one lead, for a day", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.clock.install({ time: new Date("2026-01-05T08:00:00Z") });
  await page.goto(site);
  await send(page);
  await page.getByText(CODE).waitFor();

  await page.goto(`${site}/plain.html`);
  await page.goBack();
  await send(page);
  await page.getByText(CODE).waitFor();
  assert.equal(edge.submissions.length, 2);
  assert.equal(ids(visited).length, 1);

  await context.clock.fastForward(24 * HOUR + 1000);
  await page.reload();
  await send(page);
  await page.getByText(CODE).waitFor();
  assert.equal(ids(visited).length, 2);
});

test("a page that comes back from the back-forward cache still knows its intent", async (t) => {
  const visited = await visit(t);
  const { site, edge } = visited;
  // Playwright turns the cache off.
  const browser = await launch(["--disable-features=LocalNetworkAccessChecks"], {
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  edge.first = [refusal(503, "NOT_STORED")];
  await page.goto(site);
  await page.evaluate(() =>
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) document.title = "from the cache";
    }),
  );
  await send(page);
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();

  await page.goto(`${site}/plain.html`);
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => document.title === "from the cache");
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(ids(visited).length, 1);
});

test("two tabs with the same content are one intent, and both have the receipt", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  const other = await context.newPage();
  edge.answer = "hold";
  for (const tab of [page, other]) {
    await tab.goto(site);
    await fillIn(tab);
  }

  await Promise.all([page, other].map((tab) => tab.getByRole("button", { name: "Kirim" }).click()));
  await until(() => edge.held.length === 2, "both to be on their way");
  for (const release of edge.held) release();
  await Promise.all([page, other].map((tab) => tab.getByText(CODE).waitFor()));

  assert.equal(ids(visited).length, 1);
});

test("two forms with the same content are two intents", async (t) => {
  const visited = await visit(t, {
    edit: (html) =>
      html.replace('<konektor-form form="promo"', '<konektor-form form="news" endpoint="/"></konektor-form>$&'),
  });
  const { page, site, edge, context } = visited;
  /** @type {any[]} */
  const news = [];
  await context.route("**/v1/forms/news**", async (route) => {
    const body = route.request().postDataJSON();
    if (body) news.push(body);
    await route.fulfill({ status: body ? 202 : 404, json: RECEIVED.body });
  });
  await page.goto(site);

  for (const form of [0, 1]) {
    const drawn = page.locator("konektor-form").nth(form);
    await drawn.getByLabel("Nama").fill("Siti Rahayu");
    await drawn.getByLabel("Nomor WhatsApp").fill("0812-3456-7890");
    await drawn.getByRole("button", { name: "Kirim" }).click();
    await drawn.getByText(CODE).waitFor();
  }

  assert.deepEqual(news[0].fields, edge.submissions[0].fields);
  assert.notEqual(news[0].id, edge.submissions[0].id);
});

test("on plain http, without digests, what waits keeps its id, and after the receipt nothing is kept", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.addInitScript(() => {
    Object.defineProperty(crypto, "subtle", { value: undefined });
    Object.defineProperty(navigator, "locks", { value: undefined });
  });
  edge.first = [refusal(503, "NOT_STORED")];
  await page.goto(site);
  await send(page);
  await page.getByText("Data Anda tersimpan di perangkat ini").waitFor();

  await page.reload();
  await send(page);
  await page.getByText(CODE).waitFor();

  assert.equal(ids(visited).length, 1);
  assert.doesNotMatch(JSON.stringify(await context.storageState({ indexedDB: true })), /Siti|0812/);
});
