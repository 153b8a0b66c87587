// @ts-check
// What a visitor decides, however the page tells it: without consent nothing is kept, no cookie is read and no click id is told, and
// the lead is taken all the same; what was kept is gone as soon as consent is taken back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { fillIn, keep, visit } from "./site.mjs";

const AD = "?utm_source=google&utm_campaign=promo+januari&gclid=EAIa+x%2Fy-_&session=secret";
const KEY = "konektor KNK-abc123";

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */
/** @typedef {import("playwright-core").Page} Page */

/** A visitor of a page whose element has this `consent`. @param {import("node:test").TestContext} t @param {string} consent */
function visitor(t, consent) {
  return visit(t, { edit: (html) => html.replaceAll('consent="wait"', `consent="${consent}"`) });
}

/** Sends the form of the page that is open; answers what the edge got. @param {Visit} visited */
async function send({ page, edge }) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1);
}

/** What is kept of touches. @param {Page} page */
const kept = (page) => page.evaluate((key) => localStorage.getItem(key), KEY);

/** Tells the widget a decision, as a page does. @param {Page} page @param {string} decision */
const tell = (page, decision) => page.evaluate((it) => Object(window).konektor.push(["consent", it]), decision);

/** Pushes what `gtag("consent", …)` does, `arguments`. @param {Page} page @param {[string, object][]} commands */
function gtag(page, ...commands) {
  return page.evaluate((commands) => {
    const layer = Object(window).dataLayer;
    for (const command of commands) {
      (function () {
        // biome-ignore lint/complexity/noArguments: as Google's snippet has it
        layer.push(arguments);
      }).apply(null, /** @type {any} */ (["consent", ...command]));
    }
  }, commands);
}

/** What the page has done by now was done before this: a request goes out and back. @param {Page} page */
const settle = (page) => page.evaluate(() => fetch("/logo.svg?settle").then(() => undefined));

/** Counts how often the page's cookies are read. @param {Visit} visited */
async function countCookieReads({ context }) {
  await context.addInitScript(() => {
    const { get } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie") ?? {};
    Object(window).cookieReads = 0;
    Object.defineProperty(Document.prototype, "cookie", {
      get() {
        Object(window).cookieReads += 1;
        return get?.call(this);
      },
    });
  });
  return (/** @type {Page} */ page) => page.evaluate(() => Object(window).cookieReads);
}

for (const answer of ["denied", "wait", "", "yes", "GRANTED"]) {
  test(`with consent "${answer}" neither click ids nor cookies are told, no cookie is read and nothing is kept`, async (t) => {
    const visited = await visitor(t, answer);
    const { page, site, context } = visited;
    const reads = await countCookieReads(visited);
    await context.addCookies([{ name: "_fbp", value: "fb.1.2.3", url: site }]);
    await page.goto(`${site}/${AD}`);

    const { touch, consent, fields } = await send(visited);

    assert.equal(consent, answer === "denied" ? "denied" : "wait");
    assert.equal(fields.firstName, "Siti Rahayu");
    for (const { params, cookies } of [touch.first, touch.last]) {
      assert.deepEqual(params, { utm_source: "google", utm_campaign: "promo januari" });
      assert.deepEqual(cookies, {});
    }
    assert.equal(await reads(page), 0);
    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  });
}

test("the code that keeps touches is fetched when the form is touched, consent or not", async (t) => {
  const { page, site, requests } = await visitor(t, "wait");
  await page.goto(`${site}/${AD}`);
  await page.getByLabel("Nama").waitFor();
  await settle(page);
  const isFetched = () => requests.some((url) => url.includes("/konektor-touch-"));
  assert.ok(!isFetched());

  await tell(page, "granted");
  await settle(page);
  assert.ok(!isFetched());

  await keep(page);
  assert.ok(isFetched());
  assert.equal(JSON.parse((await kept(page)) ?? "").last.params.gclid, "EAIa+x/y-_");
});

test("what a page says before the script is there counts, for the element and for a form of the page's own", async (t) => {
  for (const path of ["/", "/plain.html"]) {
    await t.test(path, async (t) => {
      const visited = await visit(t);
      const { page, site, context } = visited;
      await context.addInitScript(() => {
        Object(window).konektor = [["consent", "granted"]];
      });
      await page.goto(`${site}${path}${AD}`);

      const { touch, consent } = await send(visited);

      assert.equal(consent, "granted");
      assert.equal(touch.last.params.gclid, "EAIa+x/y-_");
    });
  }
});

test("a decision reaches an element that comes later", async (t) => {
  const { page, site } = await visitor(t, "wait");
  await page.goto(`${site}/${AD}`);
  await page.locator("konektor-form").evaluate((form) => form.remove());
  await tell(page, "granted");

  await page.evaluate(() => {
    const form = document.createElement("konektor-form");
    form.setAttribute("form", "promo");
    form.setAttribute("tracking-code", "KNK-later");
    document.body.append(form);
  });

  await page.waitForFunction(() => localStorage.getItem("konektor KNK-later arrivals"));
});

test("of the attribute and the call the later one counts", async (t) => {
  const visited = await visitor(t, "denied");
  const { page, site } = visited;
  await page.goto(`${site}/${AD}`);
  await tell(page, "granted");
  await keep(page);

  await page.locator("konektor-form").evaluate((form) => form.setAttribute("consent", "denied"));
  await page.waitForFunction((key) => !localStorage.getItem(key), KEY);

  assert.equal((await send(visited)).consent, "denied");
});

test("consent that is taken back clears the storage in the same breath, and what is in memory is not sent", async (t) => {
  const visited = await visitor(t, "granted");
  const { page, site, context } = visited;
  await context.addCookies([{ name: "_fbp", value: "fb.1.2.3", url: site }]);
  await page.goto(`${site}/${AD}`);
  await keep(page);
  await fillIn(page);

  const after = await page.evaluate((key) => {
    Object(window).konektor.push(["consent", "denied"]);
    return localStorage.getItem(key);
  }, KEY);
  const { touch, consent } = await send(visited);

  assert.equal(after, null);
  assert.equal(consent, "denied");
  assert.deepEqual([touch.last.params.gclid, touch.first.params.gclid], [undefined, undefined]);
  assert.deepEqual(touch.last.cookies, {});
  assert.equal(await kept(page), null);
});

test("consent that is taken back is taken out of what waits to be sent, too", async (t) => {
  const visited = await visitor(t, "granted");
  const { page, site, edge, context } = visited;
  await context.addCookies([{ name: "_fbp", value: "fb.1.2.3", url: site }]);
  await page.goto(`${site}/${AD}`);
  await keep(page);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Data Anda tersimpan di perangkat ini").waitFor();

  await tell(page, "denied");
  await context.setOffline(false);
  await page.getByText(CODE).waitFor();

  const [{ touch, consent }] = edge.submissions;
  assert.equal(consent, "denied");
  assert.deepEqual([touch.last.params.gclid, touch.first.params.gclid], [undefined, undefined]);
  assert.deepEqual([touch.last.cookies, touch.first.cookies], [{}, {}]);
  assert.equal(touch.last.params.utm_source, "google");
});

test("consent that is taken back while the code that keeps is on its way leaves nothing behind", async (t) => {
  const { page, site, context } = await visitor(t, "granted");
  /** @type {(() => void)[]} */
  const held = [];
  await context.route("**/konektor-touch-*.js", async (route) => {
    await new Promise((release) => held.push(() => release(undefined)));
    await route.continue();
  });
  const asked = page.waitForRequest("**/konektor-touch-*.js");
  await page.goto(`${site}/${AD}`);
  await page.getByLabel("Nama").focus();
  await asked;

  await tell(page, "denied");
  const came = page.waitForResponse("**/konektor-touch-*.js");
  for (const release of held) release();
  await (await came).finished();
  await settle(page);

  assert.equal(await kept(page), null);
});

test("consent that is given again keeps the arrival again", async (t) => {
  const { page, site } = await visitor(t, "granted");
  await page.goto(`${site}/${AD}`);
  await keep(page);
  await tell(page, "denied");
  await settle(page);

  await tell(page, "granted");
  await keep(page);

  assert.equal(JSON.parse((await kept(page)) ?? "").first.params.gclid, "EAIa+x/y-_");
});

test('"wait" leaves what is kept alone and does not read it', async (t) => {
  const visited = await visitor(t, "granted");
  const { page, site } = visited;
  await page.goto(`${site}/${AD}`);
  await keep(page);

  await tell(page, "wait");
  await page.goto(site);
  await tell(page, "wait");
  const { touch, consent } = await send(visited);

  assert.equal(consent, "wait");
  assert.deepEqual(touch.first.params, {});
  assert.match((await kept(page)) ?? "", /gclid/);
});

test("Global Privacy Control is a refusal, whatever the page says", async (t) => {
  const visited = await visitor(t, "granted");
  const { page, site, context } = visited;
  await page.goto(`${site}/${AD}`);
  await keep(page);
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
  });

  await page.goto(`${site}/${AD}`);
  await tell(page, "granted");
  const { touch, consent } = await send(visited);

  assert.equal(consent, "denied");
  assert.equal(touch.last.params.gclid, undefined);
  assert.equal(await kept(page), null);
});

const GRANT = { ad_storage: "granted", ad_user_data: "granted" };
const DENY = { ad_storage: "denied", ad_user_data: "denied" };

for (const [what, early, late, expected] of /** @type {[string, [string, object][], [string, object][], string][]} */ ([
  ["nothing", [], [], "wait"],
  ["both by default", [["default", GRANT]], [], "granted"],
  [
    "both by an update before the script",
    [
      ["default", DENY],
      ["update", GRANT],
    ],
    [],
    "granted",
  ],
  [
    "both by an update after the script",
    [["default", { ...DENY, wait_for_update: 500 }]],
    [["update", GRANT]],
    "granted",
  ],
  [
    "one after the other",
    [["default", DENY]],
    [
      ["update", { ad_storage: "granted" }],
      ["update", { ad_user_data: "granted" }],
    ],
    "granted",
  ],
  ["ad_storage alone", [["default", DENY]], [["update", { ad_storage: "granted" }]], "wait"],
  ["ad_user_data alone", [], [["default", { ad_user_data: "granted" }]], "wait"],
  ["analytics alone", [["default", DENY]], [["update", { analytics_storage: "granted" }]], "wait"],
  ["a default that refuses", [["default", DENY]], [], "wait"],
  ["an update that refuses", [["default", GRANT]], [["update", { ad_user_data: "denied" }]], "denied"],
  [
    "a refusal after all",
    [
      ["default", DENY],
      ["update", GRANT],
    ],
    [["update", DENY]],
    "denied",
  ],
  ["a default after an update", [["update", GRANT]], [["default", DENY]], "granted"],
  [
    "a default that refuses in some region",
    [
      ["default", GRANT],
      ["default", { ...DENY, region: ["ES"] }],
    ],
    [],
    "wait",
  ],
  [
    "a default that grants in some region",
    [
      ["default", DENY],
      ["default", { ...GRANT, region: ["ID"] }],
    ],
    [],
    "wait",
  ],
])) {
  test(`Consent Mode that grants ${what} is "${expected}"`, async (t) => {
    const visited = await visitor(t, "auto");
    const { page, site, context } = visited;
    await context.addInitScript((commands) => {
      const hostile = [null, undefined, 7, "consent", { length: 1e9 }, ["consent"], ["consent", "update", null]];
      Object(window).dataLayer = [...hostile, ...commands.map((command) => Object.assign({}, ["consent", ...command]))];
    }, early);
    const loaded = page.waitForResponse("**/konektor-consent-mode-*.js");
    await page.goto(`${site}/${AD}`);
    await (await loaded).finished();
    await settle(page);

    await gtag(page, ...late);
    const { touch, consent } = await send(visited);

    assert.equal(consent, expected);
    assert.equal(touch.last.params.gclid, expected === "granted" ? "EAIa+x/y-_" : undefined);
    assert.equal(Boolean(await kept(page)), expected === "granted");
    assert.deepEqual(visited.complaints, []);
  });
}

test("a consent manager that refuses by default on each page, and then repeats the visitor's yes, loses no first touch", async (t) => {
  const visited = await visitor(t, "auto");
  const { page, site, context } = visited;
  await context.addInitScript((deny) => {
    Object(window).dataLayer = [{ 0: "consent", 1: "default", 2: deny }];
  }, DENY);
  for (const query of [AD, "?utm_source=tiktok&ttclid=tt-1"]) {
    const loaded = page.waitForResponse("**/konektor-consent-mode-*.js");
    await page.goto(`${site}/${query}`);
    await (await loaded).finished();
    await settle(page);
    await gtag(page, ["update", GRANT]);
    await keep(page);
  }

  const { touch } = await send(visited);

  assert.deepEqual([touch.first.params.gclid, touch.last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
});

test("a page's own dataLayer stays as it was, and its pushes answer as they did", async (t) => {
  const { page, site, context } = await visitor(t, "auto");
  await context.addInitScript(() => {
    /** @type {unknown[]} */
    const seen = [];
    const layer = [{ event: "first" }];
    layer.push = (...items) => {
      seen.push(...items);
      return Array.prototype.push.apply(layer, items);
    };
    Object.assign(window, { dataLayer: layer, seen });
  });
  const loaded = page.waitForResponse("**/konektor-consent-mode-*.js");
  await page.goto(site);
  await (await loaded).finished();
  await settle(page);

  const [answer, length, seen] = await page.evaluate(() => {
    const { dataLayer, seen } = /** @type {any} */ (window);
    return [dataLayer.push({ event: "second" }, { event: "third" }), dataLayer.length, seen.length];
  });

  assert.deepEqual([answer, length, seen], [3, 3, 2]);
});

test("Consent Mode counts for nothing unless the page asks for it, and its code is not fetched", async (t) => {
  const visited = await visitor(t, "wait");
  const { page, site, context, requests } = visited;
  await context.addInitScript((grant) => {
    Object(window).dataLayer = [{ 0: "consent", 1: "update", 2: grant }];
  }, GRANT);
  await page.goto(`${site}/${AD}`);

  assert.equal((await send(visited)).consent, "wait");
  assert.ok(!requests.some((url) => url.includes("consent-mode")));
});

test("where the code for Consent Mode does not arrive the lead is taken without click ids", async (t) => {
  const visited = await visitor(t, "auto");
  const { page, site, context } = visited;
  await context.route("**/konektor-consent-mode-*.js", (route) => route.abort());
  await page.goto(`${site}/${AD}`);

  const { touch, consent } = await send(visited);

  assert.equal(consent, "wait");
  assert.equal(touch.last.params.gclid, undefined);
});
