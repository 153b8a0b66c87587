// @ts-check
// Visitors who go on to another page of the site before the code that keeps touches has come: on a slow network nothing of how they
// came is lost, and what is put down for it follows consent like all else.

import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

const AD = "?utm_source=google&gclid=EAIa+x%2Fy-_";
const TIKTOK = "?utm_source=tiktok&ttclid=tt-1";
const KEPT = "konektor KNK-abc123";
const ARRIVALS = `${KEPT} arrivals`;

/** @typedef {Awaited<ReturnType<typeof visitor>>} Visitor */
/** @typedef {import("playwright-core").Page} Page */

/**
 * A visitor to whom the code that keeps touches does not come: to pages opened after `hasten` it does, to the others with `release`.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} consent the element's
 */
async function visitor(t, consent = "granted") {
  const visited = await visit(t, { edit: (html) => html.replace('consent="wait"', `consent="${consent}"`) });
  /** @type {(() => void)[]} */
  const held = [];
  const events = new EventEmitter();
  let holding = true;
  await visited.context.route("**/konektor-touch-*.js", async (route) => {
    if (holding) {
      await new Promise((go) => {
        held.push(() => go(undefined));
        events.emit("held");
      });
    }
    // The page that has asked may be gone.
    await route.continue().catch(() => {});
  });
  const hasten = () => {
    holding = false;
  };
  const release = () => {
    hasten();
    for (const go of held.splice(0)) go();
  };
  t.after(release);
  return { ...visited, events, hasten, release };
}

/** Opens a page, as far as it gets without that code. @param {Visitor} visited @param {string} query @param {string} [referer] */
async function open({ page, site, events }, query, referer) {
  const isHeld = once(events, "held");
  await page.goto(`${site}/${query}`, referer ? { referer } : {});
  await isHeld;
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

/** @param {Page} page */
const isKept = (page) => page.waitForFunction((name) => localStorage.getItem(name), KEPT);

test("who goes on before the code has come is still the ad's, with that page's time, address and referrer", async (t) => {
  const visited = await visitor(t);
  const { page, site, hasten } = visited;
  const at = "2026-01-15T08:00:00.000Z";
  await page.clock.setFixedTime(at);
  await open(visited, AD, "https://www.google.com/search?q=panel");
  assert.equal(await stored(page, KEPT), null);

  hasten();
  await page.clock.setFixedTime("2026-01-15T08:00:09.000Z");
  await page.evaluate(() => location.assign("/plain.html?halaman=2"));
  await page.waitForURL("**/plain.html?halaman=2");
  await page.goto(site);
  await isKept(page);

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
  const { page, site, hasten } = visited;
  await open(visited, AD);
  await open(visited, TIKTOK);
  await open(visited, "", `${site}/${TIKTOK}`);

  hasten();
  await page.goto(site);
  await isKept(page);

  const { first, last } = await send(visited);
  assert.deepEqual([first.params.gclid, last.params.ttclid], ["EAIa+x/y-_", "tt-1"]);
});

for (const [after, query] of /** @type {const} */ ([
  ["89 days", AD],
  ["90 days", ""],
])) {
  test(`what was put down ${after} ago ${query ? "counts" : "counts no more"}`, async (t) => {
    const visited = await visitor(t);
    const { page, site, hasten } = visited;
    await page.clock.setFixedTime("2026-01-01T00:00:00.000Z");
    await open(visited, AD);

    hasten();
    await page.clock.setFixedTime(Date.parse("2026-01-01T00:00:00.000Z") + Number.parseInt(after, 10) * 86_400_000);
    await page.goto(site);
    await isKept(page);

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
  const { page, site, context, hasten, release } = visited;
  await open(visited, AD);
  const other = await context.newPage();
  await open({ ...visited, page: other }, TIKTOK);
  const third = await context.newPage();

  hasten();
  await third.goto(site);
  await isKept(third);
  release();
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
  const { page, site, context, edge, release } = visited;
  await open(visited, AD);
  const other = await context.newPage();
  await other.goto(`${site}/logo.svg`);
  await other.evaluate((name) => localStorage.removeItem(name), ARRIVALS);
  await page.waitForFunction((name) => !localStorage.getItem(name), ARRIVALS);

  release();
  await page.locator("konektor-form[consent=wait]").waitFor();

  assert.equal((await send(visited)).last.params.gclid, undefined);
  assert.equal(edge.submissions[0].consent, "wait");
  assert.deepEqual([await stored(page, KEPT), await stored(page, ARRIVALS)], [null, null]);
});

test("on a page that refuses, what an earlier page has put down is gone", async (t) => {
  const visited = await visitor(t);
  const { page, site, hasten } = visited;
  await open(visited, AD);

  hasten();
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
    const { page, release } = visited;
    if (what === "holds what nobody put down") {
      await open(visited, AD);
      await page.evaluate(spoil, ARRIVALS);
    } else {
      await page.addInitScript(spoil, ARRIVALS);
      await open(visited, AD);
    }

    release();

    const { first, last } = await send(visited);
    assert.deepEqual([first.params.gclid, last.params.gclid], ["EAIa+x/y-_", "EAIa+x/y-_"]);
  });
}

test("an address that is longer than servers take is not put down, and counts on its page", async (t) => {
  const visited = await visitor(t);
  const { page, release } = visited;
  await open(visited, `${AD}#${"x".repeat(16_384)}`);
  assert.equal(await stored(page, ARRIVALS), null);

  release();

  assert.equal((await send(visited)).last.params.gclid, "EAIa+x/y-_");
});
