// @ts-check
// Consent that is taken back in another tab, or by whoever clears the storage: a page that is open meanwhile keeps and tells no more
// than if nobody had decided, until it says itself that the visitor agrees.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "../chromium.mjs";
import { until } from "../edge/parts.mjs";
import { CODE } from "./fake-edge.mjs";
import { fillIn, firstWaiting, keep, visit } from "./site.mjs";

const AD = "?utm_source=google&gclid=EAIa+x%2Fy-_";
const TIKTOK = "?utm_source=tiktok&ttclid=tt-1";
const KEPT = "konektor KNK-abc123";

/** @typedef {Awaited<ReturnType<typeof visitor>>} Visitor */
/** @typedef {import("playwright-core").Page} Page */

/** What a page says for "granted", by the ways in which it can. @type {Record<string, (page: Page) => Promise<unknown>>} */
const GRANT = {
  attribute: (page) => page.locator("konektor-form").evaluate((form) => form.setAttribute("consent", "granted")),
  call: (page) => page.evaluate(() => Object(window).konektor.push(["consent", "granted"])),
  "Consent Mode": (page) =>
    page.evaluate(() =>
      Object(window).dataLayer.push({
        0: "consent",
        1: "update",
        2: { ad_storage: "granted", ad_user_data: "granted" },
      }),
    ),
};

/** @param {Page} page @param {string} [key] */
const kept = (page, key = KEPT) => page.evaluate((key) => localStorage.getItem(key), key);

/** Takes consent back on a page. @param {Page} page */
const deny = (page) => page.evaluate(() => Object(window).konektor.push(["consent", "denied"]));

/**
 * A visitor with two tabs, who came by two ads and has agreed in both.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} how the page tells consent
 */
async function visitor(t, how = "attribute") {
  const consent = how === "Consent Mode" ? "auto" : "wait";
  const visited = await visit(t, { edit: (html) => html.replace('consent="wait"', `consent="${consent}"`) });
  const { page, site, context } = visited;
  await context.addCookies([{ name: "_fbp", value: "fb.1.1764000000000.1", url: site }]);
  const other = await context.newPage();
  for (const [tab, query] of /** @type {const} */ ([
    [other, AD],
    [page, TIKTOK],
  ])) {
    const mode = how === "Consent Mode" && tab.waitForResponse("**/konektor-consent-mode-*.js");
    await tab.goto(`${site}/${query}`);
    await tab.locator("konektor-form[ready]").waitFor();
    if (mode) await (await mode).finished();
    await tab.waitForFunction((how) => how !== "Consent Mode" || "dataLayer" in window, how);
    await GRANT[how]?.(tab);
    await keep(tab);
  }
  await page.waitForFunction((key) => localStorage.getItem(key)?.includes("tt-1"), KEPT);
  await page.bringToFront();
  return { ...visited, other };
}

/** Sends the form of the page that is open; answers what the edge got. @param {Pick<Visitor, "page" | "edge">} visited */
async function send({ page, edge }) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1);
}

/** @param {{ touch: any, consent: string }} submission */
function assertLimited({ touch, consent }) {
  assert.equal(consent, "wait");
  for (const { params, cookies } of [touch.first, touch.last]) {
    assert.deepEqual(params, { utm_source: "tiktok" });
    assert.deepEqual(cookies, {});
  }
}

/** The page has heard of it. @param {Page} page */
const heard = (page) => page.locator("konektor-form[consent=wait]").waitFor();

for (const how of Object.keys(GRANT)) {
  test(`consent that was told by ${how} and is taken back in another tab is taken back in this one`, async (t) => {
    const visited = await visitor(t, how);
    const { page, other } = visited;

    await deny(other);
    if (how !== "Consent Mode") await heard(page);

    assertLimited(await send(visited));
    assert.equal(await kept(page), null);
    assert.equal(await kept(page, `${KEPT} arrivals`), null);
  });

  test(`${how} that grants anew counts again, for this page's arrival only`, async (t) => {
    const visited = await visitor(t, how);
    const { page, other } = visited;
    await deny(other);
    await page.waitForFunction((key) => !localStorage.getItem(key), KEPT);
    if (how !== "Consent Mode") await heard(page);

    await GRANT[how]?.(page);
    await keep(page);

    const { touch, consent } = await send(visited);
    assert.equal(consent, "granted");
    assert.deepEqual([touch.first.params.ttclid, touch.last.params.ttclid], ["tt-1", "tt-1"]);
    assert.equal(touch.last.cookies._fbp, "fb.1.1764000000000.1");
    assert.doesNotMatch((await kept(page)) ?? "", /EAIa/);
  });
}

test("what a page pushes besides decisions is no decision anew", async (t) => {
  const visited = await visitor(t, "Consent Mode");
  const { page, other } = visited;
  await deny(other);
  await page.waitForFunction((key) => !localStorage.getItem(key), KEPT);

  await page.evaluate(() => {
    for (const name of ["scroll", "click"]) Object(window).dataLayer.push({ event: name });
    Object(window).dataLayer.push({ 0: "consent", 1: "update", 2: { analytics_storage: "granted" } });
  });

  assertLimited(await send(visited));
  assert.equal(await kept(page), null);
});

for (const [what, clear] of /** @type {[string, () => void][]} */ ([
  ["everything is cleared", () => localStorage.clear()],
  ["our name is removed", () => localStorage.removeItem("konektor KNK-abc123")],
])) {
  test(`where ${what} in another tab, that is taken for a withdrawal`, async (t) => {
    const visited = await visitor(t);
    const { page, other } = visited;

    await other.evaluate(clear);
    await heard(page);

    assertLimited(await send(visited));
    assert.equal(await kept(page), null);
  });
}

test("where our name is removed in this very tab, a form tells no more of it", async (t) => {
  const visited = await visitor(t);
  const { page } = visited;

  await page.evaluate(() => localStorage.clear());

  assertLimited(await send(visited));
  assert.equal(await kept(page), null);
});

test("what else is removed in another tab withdraws nothing", async (t) => {
  const visited = await visitor(t);
  const { page, other } = visited;
  await other.evaluate(() => {
    for (const name of ["of-the-page", "konektor-queue"]) {
      localStorage.setItem(name, "1");
      localStorage.removeItem(name);
    }
  });
  // Events come in their order: after this one all are there.
  const last = page.evaluate(
    () => new Promise((done) => addEventListener("storage", ({ key }) => key === "marker" && done(key))),
  );
  await page.evaluate(() => undefined);
  await other.evaluate(() => localStorage.setItem("marker", "1"));
  await last;

  const { touch, consent } = await send(visited);

  assert.equal(consent, "granted");
  assert.deepEqual([touch.first.params.gclid, touch.last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
});

test("what a page holds until the network is back leaves without click ids, also when the visitor leaves", async (t) => {
  const visited = await visitor(t);
  const { page, other, edge, site } = visited;
  edge.first = [{ status: 500, body: "<html>" }];
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();
  assert.equal(edge.submissions[0].touch.last.params.ttclid, "tt-1");

  await other.evaluate(() => localStorage.clear());
  await heard(page);
  await until(async () => (await firstWaiting(page))?.submission.consent === "denied", "what waits to be limited");
  await page.goto(`${site}/logo.svg`);
  await until(() => edge.submissions.length === 2, "the last chance to be taken");

  const { touch, consent } = edge.submissions[1];
  assert.equal(consent, "denied");
  assert.deepEqual([touch.first.params, touch.last.params], [{ utm_source: "tiktok" }, { utm_source: "tiktok" }]);
  assert.deepEqual(touch.last.cookies, {});
});

test("a page that the browser kept for going back hears of it when it is shown again", async (t) => {
  const browser = await launch(["--disable-features=LocalNetworkAccessChecks"], {
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  t.after(() => browser.close());
  const visited = await visit(t, { browser, edit: (html) => html.replace('consent="wait"', 'consent="granted"') });
  const { page, site } = visited;
  // As the standard has it; Chromium tells such a page afterwards.
  await page.addInitScript(() => addEventListener("storage", (event) => event.stopImmediatePropagation()));
  await page.goto(`${site}/${TIKTOK}`);
  await keep(page);
  await page.evaluate(() => Object.assign(window, { theSame: true }));
  await page.goto(`${site}/plain.html`);
  await page.waitForFunction(() => Object(window).konektor?.consent);

  await deny(page);
  await page.goBack({ waitUntil: "commit" });
  await page.waitForFunction(() => Object(window).theSame);

  await heard(page);
  assertLimited(await send(visited));
});
