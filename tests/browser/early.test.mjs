// @ts-check
// Visitors who go on to another page of the site without touching a form, so that the code that keeps touches never came: nothing of
// how they came is lost, and what is put down for it follows consent like all else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { fillIn, keep, visit } from "./site.mjs";

const AD = "?utm_source=google&gclid=EAIa+x%2Fy-_";
const TIKTOK = "?utm_source=tiktok&ttclid=tt-1";
const KEPT = "konektor KNK-abc123";
const ARRIVALS = `${KEPT} arrivals`;

/** @typedef {Awaited<ReturnType<typeof visitor>>} Visitor */
/** @typedef {import("playwright-core").Page} Page */

/** A visitor of a page whose element has this `consent`. @param {import("node:test").TestContext} t @param {string} consent */
function visitor(t, consent = "granted") {
  return visit(t, { edit: (html) => html.replace('consent="wait"', `consent="${consent}"`) });
}

/** Opens a page. @param {Pick<Visitor, "page" | "site">} visited @param {string} query @param {string} [referer] */
async function open({ page, site }, query, referer) {
  await page.goto(`${site}/${query}`, referer ? { referer } : {});
  await page.locator("konektor-form[ready]").waitFor();
}

/** Sends the form of a page; answers what the edge got. @param {Visitor} visited @param {Page} [page] */
async function send({ page: first, edge }, page = first) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1).touch;
}

/** @param {Page} page @param {string} name */
const stored = (page, name) => page.evaluate((name) => localStorage.getItem(name), name);

test("who goes on without touching a form is still the ad's, with that page's time, address and referrer", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  const at = "2026-01-15T08:00:00.000Z";
  await page.clock.setFixedTime(at);
  await open(visited, AD, "https://www.google.com/search?q=panel");
  assert.equal(await stored(page, KEPT), null);

  await page.clock.setFixedTime("2026-01-15T08:00:09.000Z");
  await page.evaluate(() => location.assign("/plain.html?halaman=2"));
  await page.waitForURL("**/plain.html?halaman=2");
  await page.goto(site);
  await page.locator("konektor-form[ready]").waitFor();
  assert.doesNotMatch((await stored(page, ARRIVALS)) ?? "", /panel|halaman/);
  await keep(page);

  const { first, last } = await send(visited);
  for (const touch of [first, last]) {
    assert.deepEqual(touch.params, { utm_source: "google", gclid: "EAIa+x/y-_" });
    assert.deepEqual([touch.at, touch.landing], [at, `${site}/`]);
    assert.equal(touch.referrer, "https://www.google.com/search");
  }
  assert.equal(await stored(page, ARRIVALS), null);
  assert.doesNotMatch((await stored(page, KEPT)) ?? "", /panel|halaman/);
});

test("several arrivals that nobody has taken in yet are taken in by their order", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  await open(visited, AD);
  await open(visited, TIKTOK);
  await open(visited, "", `${site}/${TIKTOK}`);

  await page.goto(site);
  await keep(page);

  const { first, last } = await send(visited);
  assert.deepEqual([first.params.gclid, last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
});

for (const [after, query] of /** @type {const} */ ([
  ["89 days", AD],
  ["90 days", ""],
])) {
  test(`what was put down ${after} ago ${query ? "counts" : "counts no more"}`, async (t) => {
    const visited = await visitor(t);
    const { page, site } = visited;
    await page.clock.setFixedTime("2026-01-01T00:00:00.000Z");
    await open(visited, AD);

    await page.clock.setFixedTime(Date.parse("2026-01-01T00:00:00.000Z") + Number.parseInt(after, 10) * 86_400_000);
    await page.goto(site);
    await keep(page);

    const { first, last } = await send(visited);
    assert.deepEqual(
      [first.params.gclid, last.params.gclid],
      query ? ["EAIa+x/y-_", "EAIa+x/y-_"] : [undefined, undefined],
    );
    assert.equal(await stored(page, ARRIVALS), null);
  });
}

test("an arrival that another tab has taken in is not taken in once more when its own code comes", async (t) => {
  const visited = await visitor(t);
  const { page, site, context } = visited;
  await open(visited, AD);
  const other = await context.newPage();
  await open({ ...visited, page: other }, TIKTOK);
  const third = await context.newPage();

  await third.goto(site);
  await keep(third);
  for (const tab of [third, other, page]) {
    const { first, last } = await send(visited, tab);
    assert.deepEqual([first.params.gclid, last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
  }
  assert.equal(await stored(page, ARRIVALS), null);
});

for (const consent of ["wait", "denied", "auto"]) {
  test(`with consent "${consent}" no arrival is put down`, async (t) => {
    const { page, site } = await visitor(t, consent);
    await page.goto(`${site}/${AD}`);
    await page.getByLabel("Nama").waitFor();

    await page.goto("about:blank");
    await page.goto(`${site}/logo.svg`);

    assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
  });
}

for (const decision of ["denied", "wait"]) {
  test(`"${decision}" ${decision === "denied" ? "removes what was put down in the same breath" : "leaves what was put down alone"}`, async (t) => {
    const visited = await visitor(t);
    const { page } = visited;
    await open(visited, AD);
    assert.match((await stored(page, ARRIVALS)) ?? "", /gclid/);

    const after = await page.evaluate(
      ([decision, name]) => {
        Object(window).konektor.push(["consent", decision]);
        return localStorage.getItem(name ?? "");
      },
      [decision, ARRIVALS],
    );

    assert.equal(after !== null, decision === "wait");
  });
}

test("what another tab removes before the code has come is not kept when it comes", async (t) => {
  const visited = await visitor(t);
  const { page, site, context, edge } = visited;
  await open(visited, AD);
  const other = await context.newPage();
  await other.goto(`${site}/logo.svg`);
  await other.evaluate((name) => localStorage.removeItem(name), ARRIVALS);
  await page.waitForFunction((name) => !localStorage.getItem(name), ARRIVALS);

  await page.getByLabel("Nama").focus();
  await page.locator("konektor-form[consent=wait]").waitFor();

  assert.equal((await send(visited)).last.params.gclid, undefined);
  assert.equal(edge.submissions[0].consent, "wait");
  assert.deepEqual([await stored(page, KEPT), await stored(page, ARRIVALS)], [null, null]);
});

test("on a page that refuses, what an earlier page has put down is gone", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  await open(visited, AD);

  await page.evaluate(() => localStorage.setItem("surya-atap-consent", "denied"));
  await page.goto(site);
  await page.getByLabel("Nama").waitFor();

  assert.equal(await stored(page, ARRIVALS), null);
  assert.deepEqual((await send(visited)).first.params, {});
});

for (const [what, spoil] of /** @type {[string, (name: string) => void][]} */ ([
  [
    "holds what nobody put down",
    (name) => {
      const lines = [
        "",
        "{",
        "null",
        "7",
        "{}",
        '{"at":"soon","url":"x","referrer":""}',
        '{"at":1,"url":2,"referrer":[]}',
      ];
      localStorage.setItem(name, `${lines.join("\n")}\n${localStorage.getItem(name)}`);
    },
  ],
  [
    "throws",
    () => {
      Object.defineProperty(window, "localStorage", {
        get() {
          throw new DOMException("closed", "SecurityError");
        },
      });
    },
  ],
  [
    "is full",
    () => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  ],
])) {
  test(`where storage ${what} the page's own arrival counts all the same`, async (t) => {
    const visited = await visitor(t);
    const { page } = visited;
    if (what === "holds what nobody put down") {
      await open(visited, AD);
      await page.evaluate(spoil, ARRIVALS);
    } else {
      await page.addInitScript(spoil, ARRIVALS);
      await open(visited, AD);
    }

    const { first, last } = await send(visited);
    assert.deepEqual([first.params.gclid, last.params.gclid], ["EAIa+x/y-_", "EAIa+x/y-_"]);
  });
}

test("where no more can be put down, what was is taken in at once", async (t) => {
  const visited = await visitor(t);
  const { page } = visited;
  await open(visited, AD);

  await open(visited, `${TIKTOK}#utm_term=${"x".repeat(16_384)}`);
  await page.waitForFunction((name) => !localStorage.getItem(name), ARRIVALS);

  const { first, last } = JSON.parse((await stored(page, KEPT)) ?? "");
  assert.deepEqual([first.params.gclid, last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
  assert.deepEqual((await send(visited)).last, last);
});
