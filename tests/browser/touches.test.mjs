// @ts-check
// The touches that a browser keeps are the core's: generated visitors arrive at pages, by the widget's code in a page and by
// `konektor/attribution`, which is the edge's, side by side.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import fc from "fast-check";
import { capture } from "konektor/attribution";
import { theBrowser } from "./site.mjs";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 86_400 * SECOND;
const START = Date.parse("2026-01-15T08:00:00.000Z");
const OWN = ["pay.toko-kita.example", "https://www.lain.example/"];
const JOURNEYS = 400;

/**
 * One arrival of a journey: whether it is put down until the code comes, and whether the visitor has gone on before.
 * @typedef {{ url: string, referrer: string, later: number, cookie: string, isDown: boolean, early: boolean }} Step
 */

/** A name as links write it: in any case, or with a letter encoded. @param {string} name */
const written = (name) =>
  fc.constantFrom(
    name,
    name,
    name.toUpperCase(),
    name[0]?.toUpperCase() + name.slice(1),
    `%${hex(name)}${name.slice(1)}`,
  );

/** @param {string} name */
const hex = (name) => name.charCodeAt(0).toString(16);

const NAMES = fc
  .constantFrom(
    ..."gclid fbclid ttclid ScCid epik igshid gad_source".split(" "),
    ..."utm_source utm_medium utm_campaign utm_nooverride utm_id adset_id ad_id site_source_name campaign_id placement".split(
      " ",
    ),
    ..."session email __proto__ constructor utm_ gclidx".split(" "),
  )
  .chain(written);

const VALUES = fc.oneof(
  fc.constantFrom(
    ..."google tiktok ig direct (direct) (none) none (not-set) (not%20set) referral CPC 1 0 a=b a+b a%2Bb %zz% %ff %C3%A9 x%20y".split(
      " ",
    ),
    ..."{gclid} {{ad.id}} {} __CAMPAIGN_NAME__ __a__ %20 %09 %01 %00 %E2%80%AE %EF%BF%BD %F0%9F%98%80 Direct DIRECT%20".split(
      " ",
    ),
    "",
    "x".repeat(512),
    "x".repeat(513),
    "y".repeat(8192),
    "%C3%A9".repeat(256),
    "%C3%A9".repeat(257),
  ),
  fc.string({ unit: fc.constantFrom(..."aZ09-_.~%+{}é😀\\'\"<> "), maxLength: 12 }),
);

const QUERY = fc
  .array(
    fc.tuple(
      NAMES,
      fc.option(VALUES, { nil: undefined, freq: 12 }),
      fc.constantFrom("&", "&", "&", "&amp;", "&&", "&amp;amp;"),
    ),
    { maxLength: 4 },
  )
  .map((pairs) => pairs.map(([name, value, and]) => `${and}${name}${value === undefined ? "" : `=${value}`}`).join(""));

const URLS = fc
  .tuple(
    fc.constantFrom(
      "https://toko.example",
      "https://www.toko.example",
      "https://promo.toko.example",
      "https://user:secret@toko.example",
      "http://127.0.0.1:8080",
    ),
    fc.constantFrom("/", "/promo", "/promo", `/${"p".repeat(400)}`),
    QUERY,
    fc.constantFrom("", "", "#", "#/daftar?", "#?a=1?"),
    QUERY,
  )
  // As a browser has it, encoded where it has to be.
  .map(([host, path, query, mark, fragment]) => new URL(`${host}${path}?${query}${mark}${mark && fragment}`).href);

const REFERRERS = fc.constantFrom(
  "",
  "",
  "https://toko.example/a",
  "https://www.toko.example./a",
  "https://checkout.toko.example/bayar?order=1",
  "https://nottoko.example/",
  "https://toko.example.evil.example/",
  "https://www.google.com/search?q=panel",
  "https://www.google.co.id/",
  "https://blog.example/#x",
  "https://google.com@evil.example/",
  `https://blog.example/${"p".repeat(400)}`,
  "android-app://com.instagram.android/",
  "https://app.midtrans.com/snap/v2",
  "https://checkout.xendit.co/",
  "https://pay.shopee.co.id/",
  "https://accounts.google.com/",
  "https://evil-midtrans.com/",
  "https://pay.toko-kita.example/ok",
  "https://a.pay.toko-kita.example/ok",
  "https://toko-kita.example/",
  "https://lain.example:8443/",
  "http://127.0.0.1:3000/",
  "http://[::1]:8080/",
  "about:blank",
);

const STEPS = fc.record({
  url: URLS,
  referrer: REFERRERS,
  isDown: fc.boolean(),
  early: fc.boolean(),
  later: fc.constantFrom(
    0,
    SECOND,
    20 * MINUTE,
    30 * MINUTE - SECOND,
    30 * MINUTE,
    DAY,
    45 * DAY,
    90 * DAY - SECOND,
    90 * DAY,
    -DAY,
    -2 * DAY,
  ),
  cookie: fc.constantFrom(
    "",
    "",
    "_ga=GA1.1.5.1764000000",
    "_fbp=fb.1.1764000000000.1; sid=secret; _fbc=fb.1.1764000000000.Iw=AR",
  ),
});

/** The same parameters in another order. @param {string} url */
function turned(url) {
  const { origin, pathname, search, hash } = new URL(url);
  return `${origin}${pathname}?${search.slice(1).split("&").reverse().join("&")}${hash}`;
}

/** Now and then the visitor loads the page before again, or its parameters in another order. */
const ARRIVALS = fc
  .array(fc.tuple(STEPS, fc.constantFrom("other", "other", "same", "turned")), { minLength: 1, maxLength: 6 })
  .map((steps) => {
    /** @type {Step[]} */
    const arrivals = [];
    for (const [step, page] of steps) {
      const { url, referrer } = (page !== "other" && arrivals.at(-1)) || step;
      arrivals.push({ ...step, url: page === "turned" ? turned(url) : url, referrer });
    }
    return arrivals;
  });

const JOURNEY = fc.record({
  arrivals: ARRIVALS,
  ownDomains: fc.constantFrom(OWN, OWN, []),
  campaignStarts: fc.boolean(),
});

/** A clock that is set back gives two arrivals one time. */
const SET_BACK = {
  arrivals: [
    { url: "https://toko.example/?gclid=a&ttclid=b", referrer: "", later: 0, cookie: "", isDown: false, early: false },
    {
      url: "https://toko.example/?ttclid=b&gclid=a",
      referrer: "",
      later: -DAY,
      cookie: "",
      isDown: false,
      early: false,
    },
    {
      url: "https://toko.example/?ttclid=b&gclid=a",
      referrer: "",
      later: DAY,
      cookie: "",
      isDown: false,
      early: false,
    },
  ],
  ownDomains: OWN,
  campaignStarts: false,
};

/** A page of the shop's, and the widget's code for it as a module. @param {import("node:test").TestContext} t */
async function shop(t) {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        export { arrivalAt } from "./attribution/arrival.ts";
        export { touches } from "./attribution/touch.ts";
        export { CAMPAIGN, CLICK_IDS, META_ADS } from "./generated/attribution.ts";`,
      resolveDir: fileURLToPath(new URL("../../www/src", import.meta.url)),
    },
    // What is fetched when a form is touched.
    external: ["../session/session.js", "./touch.js", "./consent-mode.js"],
    bundle: true,
    format: "esm",
    write: false,
  });
  const context = await (await theBrowser()).newContext();
  t.after(() => context.close());
  await context.route("https://toko.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
  );
  const page = await context.newPage();
  await page.goto("https://toko.example/");
  return { page, code: outputFiles[0]?.text ?? "" };
}

const ANOTHERS =
  "email phone name q s id sid token session userid user_id orderid order_id address admin ad click cid uid paid lead_id";

test("of an address the parameters on the list are put down, however they are written, and no one else's", async (t) => {
  const { page, code } = await shop(t);

  const { listed, put } = await page.evaluate(
    async ({ code, others }) => {
      const { arrivalAt, CAMPAIGN, CLICK_IDS, META_ADS } = await import(
        URL.createObjectURL(new Blob([code], { type: "text/javascript" }))
      );
      const listed = [...CAMPAIGN, ...CLICK_IDS, ...META_ADS];
      const query = [...listed, ...listed.map((name) => name.toUpperCase()), ...others.split(" ")].map(
        (name) => `${name}=1`,
      );
      const { written } = arrivalAt("", `https://toko.example/?${query.join("&")}`, "");
      return { listed, put: written.map((/** @type {[string]} */ [name]) => name) };
    },
    { code, others: ANOTHERS },
  );

  assert.ok(listed.length > 35);
  assert.deepEqual(put, [...listed, ...listed.map((name) => name.toUpperCase())]);
});

test(`the touches of ${JOURNEYS} generated visitors are the core's, arrival by arrival`, async (t) => {
  const { page, code } = await shop(t);
  /** @type {Record<string, number>} How many arrivals ended so: whether the touches were one, and the last one new. */
  const met = {};

  await fc.assert(
    fc.asyncProperty(JOURNEY, async ({ arrivals, ownDomains, campaignStarts }) => {
      const times = arrivals.map((_, index) =>
        arrivals.slice(0, index + 1).reduce((sum, { later }) => sum + later, START),
      );
      const early = arrivals.map(({ isDown, early }) => isDown && early);
      const journey = arrivals.map((arrival, index) => ({
        ...arrival,
        // The cookies of a page that is left early are never read.
        ...(early.includes(true) && { cookie: "" }),
        early: Boolean(early[index]),
        now: times[index] ?? START,
      }));

      const kept = await page.evaluate(inThePage, {
        code,
        journey,
        keeping: {
          key: "konektor KNK-abc123",
          arrivals: "konektor KNK-abc123 arrivals",
          ownDomains: ownDomains.join(" "),
          campaignStarts,
        },
      });

      /** @type {import("konektor/attribution").Captured | null} */
      let known = null;
      for (const [index, { url, referrer, cookie, now, early }] of journey.entries()) {
        known = await capture({
          url,
          referrer,
          cookie,
          now,
          touches: known,
          ownDomains,
          campaignStartsSession: campaignStarts,
        });
        const { first, last, session } = known;
        const browser = kept[index];
        if (early) continue;
        assert.deepEqual(browser?.stored, browser && { ...browser.sent, session: browser.stored?.session });
        assert.deepEqual(
          [ofBrowser(browser?.sent.first), ofBrowser(browser?.sent.last)],
          [ofCore(first), ofCore(last)],
        );
        assert.deepEqual(browser?.stored?.session, session);
        const how = `${first.at === last.at ? "one touch" : "two touches"}, ${last.at === new Date(now).toISOString() ? "new" : "kept"}`;
        met[how] = (met[how] ?? 0) + 1;
      }
    }),
    { numRuns: JOURNEYS, examples: [[SET_BACK]] },
  );

  t.diagnostic(JSON.stringify(met));
  assert.ok(Object.values(met).length === 4 && Math.min(...Object.values(met)) > 20, JSON.stringify(met));
});

/**
 * Lets the widget's code take arrivals in, each in a page of its own as far as the code can tell. Runs in the browser.
 *
 * @param {{
 *   code: string, journey: (Step & { now: number })[], keeping: Omit<import("../../www/src/attribution/touch.ts").Keeping, "isDown" | "lose">,
 * }} given
 */
async function inThePage({ code, journey, keeping }) {
  localStorage.clear();
  const told = [];
  for (const { url, referrer, cookie, now, isDown, early } of journey) {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    /** @type {typeof import("../../www/src/attribution/touch.ts") & typeof import("../../www/src/attribution/arrival.ts")} */
    const { arrivalAt, touches } = await import(address);
    URL.revokeObjectURL(address);
    const arrival = arrivalAt(new Date(now).toISOString(), url, referrer);
    if (isDown) {
      const before = localStorage.getItem(keeping.arrivals) ?? "";
      localStorage.setItem(keeping.arrivals, `${before}${JSON.stringify(arrival)}\n`);
    }
    if (early) {
      told.push(undefined);
      continue;
    }
    for (const name of ["_ga", "_fbp", "_fbc", "sid"]) await cookieStore.delete(name);
    for (const [, name = "", value = ""] of cookie.matchAll(/(\w+)=([^;]*)/g)) await cookieStore.set(name, value);
    const sent = touches(arrival, "granted", { ...keeping, isDown, lose: () => {} });
    told.push({ sent, stored: JSON.parse(localStorage.getItem(keeping.key) ?? "null") });
  }
  return told;
}

/** @param {import("../../www/src/attribution/touch.ts").Touch | undefined} touch */
function ofBrowser(touch) {
  return (
    touch && {
      ...touch,
      landing: touch.landing || null,
      referrer: touch.referrer || null,
      params: Object.entries(touch.params),
    }
  );
}

/** @param {import("konektor/attribution").Touch} touch */
function ofCore(touch) {
  return { ...touch, params: Object.entries(touch.params) };
}
