// @ts-check
// What a page tells of a visitor's way to it: names on the list only, click ids byte for byte, the first and the last touch kept
// from page to page by the core's rules. What consent opens is `consent.test.mjs`'s matter; here it is granted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

const AD = "?utm_source=google&utm_campaign=promo+januari&gclid=EAIa+x%2Fy-_&session=secret";
const TIKTOK = "?utm_source=tiktok&ttclid=tt-1";
const FIRST = "2026-01-01T00:00:00.000Z";

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */

/**
 * A visitor who has agreed.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} settings further attributes of the element
 */
function visitor(t, settings = "") {
  return visit(t, { edit: (html) => html.replace('consent="wait"', `consent="granted" ${settings}`) });
}

/**
 * Opens a page at a time, touches its form, and waits until the arrival is taken in.
 *
 * @param {Visit} visited
 * @param {string} time of 2026, such as `01-31T10:00`
 * @param {string} query
 * @param {string} [referer] the page before
 */
async function arrive({ page, site }, time, query = "", referer) {
  const at = `2026-${time}:00.000Z`;
  await page.clock.setFixedTime(at);
  await page.goto(`${site}/${query}`, referer ? { referer } : {});
  await page.getByLabel("Nama").focus();
  await page.waitForFunction(
    (at) => JSON.parse(localStorage.getItem("konektor KNK-abc123") ?? "null")?.session.seen === at,
    at,
  );
}

/** Sends the form of the page that is open; answers what the edge got. @param {Visit} visited */
async function send({ page, edge }) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1);
}

/** When the first and the last touch were. @param {Visit} visited */
async function times(visited) {
  const { first, last } = (await send(visited)).touch;
  return [first.at, last.at];
}

test("a granted click id travels byte for byte, with the cookies on the list and nothing else", async (t) => {
  const visited = await visitor(t);
  const { page, site, context } = visited;
  await context.addCookies([
    { name: "_fbp", value: "fb.1.2=3", url: site },
    { name: "sid", value: "secret", url: site },
  ]);
  await page.goto(`${site}/${AD}`, { referer: "https://mail.example/read?to=siti" });

  const { touch, consent } = await send(visited);

  assert.equal(consent, "granted");
  assert.deepEqual(touch.last.params, { utm_source: "google", utm_campaign: "promo januari", gclid: "EAIa+x/y-_" });
  assert.deepEqual(touch.last.cookies, { _fbp: "fb.1.2=3" });
  assert.equal(touch.last.landing, `${site}/`);
  assert.equal(touch.last.referrer, "https://mail.example/read");
  assert.ok(Math.abs(Date.parse(touch.last.at) - Date.now()) < 60_000);
  assert.deepEqual(touch.first, touch.last);
});

for (const [what, query, params] of /** @type {[string, string, [string, string][]][]} */ ([
  [
    "in any case, and told as the list spells them",
    "?UTM_Source=Google&GCLID=CjAbC&sccid=Snap&%75tm_medium=CPC",
    [
      ["utm_source", "Google"],
      ["gclid", "CjAbC"],
      ["ScCid", "Snap"],
      ["utm_medium", "CPC"],
    ],
  ],
  [
    "behind the &amp; of a link that was taken out of HTML as it stood",
    "?utm_source=x&amp;gclid=1&amp;fbclid=2",
    [
      ["utm_source", "x"],
      ["gclid", "1"],
      ["fbclid", "2"],
    ],
  ],
  [
    "in the order of the address",
    "?fbclid=2&utm_source=x&gclid=1",
    [
      ["fbclid", "2"],
      ["utm_source", "x"],
      ["gclid", "1"],
    ],
  ],
  [
    "in the fragment, where the query lacks them",
    "?utm_source=one#/daftar?utm_source=two&gclid=x%2By",
    [
      ["utm_source", "one"],
      ["gclid", "x+y"],
    ],
  ],
  [
    "once, with the first value that can be true",
    "?utm_source=&utm_source=one&utm_source=two&gclid={gclid}&gclid=a b&gclid=c&utm_medium",
    [
      ["utm_source", "one"],
      ["gclid", "c"],
    ],
  ],
  [
    "with garbage behind a percent sign, which damages no other value",
    "?fbclid=%zz%&gclid=%ff&utm_campaign=50%+off%ff&utm_source=a=b&utm_term=a%0Ab",
    [
      ["fbclid", "%zz%"],
      ["utm_campaign", "50% off\ufffd"],
      ["utm_source", "a=b"],
    ],
  ],
  [
    "to the end of an address of many kilobytes, without a value that is too long",
    `?junk=${"x".repeat(6000)}&gclid=${"x".repeat(8192)}&utm_term=${"z".repeat(512)}&fbclid=last`,
    [
      ["utm_term", "z".repeat(512)],
      ["fbclid", "last"],
    ],
  ],
])) {
  test(`parameters are read ${what}`, async (t) => {
    const visited = await visitor(t);
    await visited.page.goto(`${visited.site}/${query}`);

    const { touch } = await send(visited);

    assert.deepEqual(Object.entries(touch.last.params), params);
  });
}

test("hostile parameters are values and nothing else", async (t) => {
  const visited = await visitor(t);
  const { page, site, complaints } = visited;
  const query = new URLSearchParams({
    utm_source: "<img src=x onerror=alert(1)>",
    utm_campaign: "\ud800'\"<script>alert(1)</script>",
    utm_content: "\u0000",
    utm_id: "\u202egpj.exe",
    utm_term: "é😀",
    __proto__: "polluted",
    constructor: "polluted",
  });
  query.append("__proto__", "polluted");
  page.on("dialog", (dialog) => assert.fail(`a script ran: ${dialog.message()}`));
  await page.goto(`${site}/?${query}`);

  const { touch } = await send(visited);

  assert.deepEqual(touch.last.params, {
    utm_source: "<img src=x onerror=alert(1)>",
    utm_campaign: "\ufffd'\"<script>alert(1)</script>",
    utm_term: "é😀",
  });
  assert.equal(await page.evaluate(() => /** @type {any} */ ({}).polluted), undefined);
  assert.deepEqual(complaints, []);
});

test("the first touch is written once, and a campaign, a click id or a foreign page overwrites the last", async (t) => {
  for (const [query, referer] of /** @type {[string, string?][]} */ ([
    ["?utm_source=tiktok"],
    ["?fbclid=y"],
    ["?ad_id=1"],
    ["", "https://blog.example/"],
  ])) {
    await t.test(`${query || referer}`, async (t) => {
      const visited = await visitor(t);

      await arrive(visited, "01-01T00:00", AD);
      await arrive(visited, "01-02T00:00", query, referer);

      assert.deepEqual(await times(visited), [FIRST, "2026-01-02T00:00:00.000Z"]);
    });
  }
});

test("a direct visit, pages of our own and payments overwrite nothing", async (t) => {
  for (const [query, referer] of /** @type {[string, string?][]} */ ([
    [""],
    ["?utm_source=direct&utm_medium=(none)", "https://blog.example/"],
    ["?utm_source=mail&utm_nooverride=1"],
    ["?utm_nooverride=0"],
    ["?campaign_name=x"],
    ["", "http://sub.127.0.0.1/a"],
    ["", "https://toko-kita.example/a"],
    ["", "https://bayar.toko-kita.example/ok"],
    ["", "https://lain.example/"],
    ["", "https://app.midtrans.com/snap/v2"],
    ["", "https://accounts.google.com/"],
  ])) {
    await t.test(`${query} ${referer}`, async (t) => {
      const visited = await visitor(t, 'own-domains="toko-kita.example https://www.lain.example/"');

      await arrive(visited, "01-01T00:00", AD);
      await arrive(visited, "01-02T00:00", query, referer);

      assert.deepEqual(await times(visited), [FIRST, FIRST]);
    });
  }
});

test("hosts that look like our own or like a payment's are foreign", async (t) => {
  for (const host of ["nottoko-kita.example", "toko-kita.example.evil.example", "evil-midtrans.com"]) {
    await t.test(host, async (t) => {
      const visited = await visitor(t, 'own-domains="toko-kita.example"');

      await arrive(visited, "01-01T00:00", AD);
      await arrive(visited, "01-02T00:00", "", `https://${host}/`);

      assert.deepEqual(await times(visited), [FIRST, "2026-01-02T00:00:00.000Z"]);
    });
  }
});

test("a link within the site is no arrival", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  await arrive(visited, "01-01T00:00", AD);
  await page.clock.setFixedTime("2026-01-02T00:00:00.000Z");

  await page.getByRole("link", { name: "Tanpa widget" }).click();
  await page.getByRole("link", { name: "Formulir dengan widget" }).click();
  await page.waitForURL(`${site}/`);

  assert.deepEqual(await times(visited), [FIRST, FIRST]);
});

test("a touch counts for ninety days however often the visitor returns", async (t) => {
  const visited = await visitor(t);
  await arrive(visited, "01-01T00:00", AD);
  await arrive(visited, "03-31T23:59");
  assert.deepEqual(await times(visited), [FIRST, FIRST]);

  await arrive(visited, "04-01T00:00");

  assert.deepEqual(await times(visited), ["2026-04-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z"]);
});

test("when the first touch is forgotten, the last is the first that is known", async (t) => {
  const visited = await visitor(t);
  await arrive(visited, "01-01T00:00", AD);
  await arrive(visited, "03-01T00:00", TIKTOK);

  await arrive(visited, "04-15T00:00");

  assert.deepEqual(await times(visited), ["2026-03-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"]);
});

test("a page that is loaded again is a new arrival after thirty minutes of silence only", async (t) => {
  const visited = await visitor(t);
  await arrive(visited, "01-01T00:00", AD);
  // What the visitor does in between keeps the session up.
  await arrive(visited, "01-01T00:20");
  await arrive(visited, "01-01T00:49", AD);
  assert.deepEqual(await times(visited), [FIRST, FIRST]);

  await arrive(visited, "01-01T01:19", AD);

  assert.deepEqual(await times(visited), [FIRST, "2026-01-01T01:19:00.000Z"]);
});

for (const [settings, started] of [
  ["", FIRST],
  ["campaign-starts-session", "2026-01-01T00:10:00.000Z"],
]) {
  test(`with "${settings}" a new campaign ${settings ? "begins a session" : "goes on with the session"}`, async (t) => {
    const visited = await visitor(t, settings);
    await arrive(visited, "01-01T00:00");

    await arrive(visited, "01-01T00:10", TIKTOK);

    const kept = await visited.page.evaluate(() => localStorage.getItem("konektor KNK-abc123"));
    assert.deepEqual(JSON.parse(kept ?? "").session, { started, seen: "2026-01-01T00:10:00.000Z" });
  });
}

test("an app that rewrites its address, before the form appears or later, changes no arrival", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => history.replaceState(null, "", "/app")));
  await arrive(visited, "01-01T00:00", AD);
  await page.clock.setFixedTime("2026-01-01T00:05:00.000Z");

  await page.evaluate((query) => history.pushState(null, "", `/other${query}`), TIKTOK);
  const { touch } = await send(visited);

  assert.equal(touch.last.landing, `${site}/`);
  assert.equal(touch.last.params.gclid, "EAIa+x/y-_");
  assert.deepEqual([touch.first.at, touch.last.at], [FIRST, FIRST]);
});

test("what another tab has taken in since counts, and its campaign is not overwritten by sending from the older tab", async (t) => {
  const visited = await visitor(t);
  const { page, site, context } = visited;
  await arrive(visited, "01-01T00:00", AD);
  const other = await context.newPage();
  await other.clock.setFixedTime("2026-01-01T00:10:00.000Z");
  await other.goto(`${site}/${TIKTOK}`);
  await other.getByLabel("Nama").focus();
  await other.waitForFunction(() => localStorage.getItem("konektor KNK-abc123")?.includes("tt-1"));

  const { touch } = await send(visited);

  assert.equal(touch.first.params.gclid, "EAIa+x/y-_");
  assert.deepEqual(touch.last.params, { utm_source: "tiktok", ttclid: "tt-1" });
  const still = await page.evaluate(() => localStorage.getItem("konektor KNK-abc123"));
  assert.equal(JSON.parse(still ?? "").last.params.ttclid, "tt-1");
});

test("what something else wrote into the storage is no touch", async (t) => {
  for (const rubbish of [
    "{",
    "null",
    '{"first":1}',
    '{"first":{"at":"x"},"last":{}}',
    "[]",
    '{"first":{"at":"2199-01-01T00:00:00.000Z"},"last":{"at":7},"session":1}',
  ]) {
    await t.test(rubbish, async (t) => {
      const visited = await visitor(t);
      const { page, site, context } = visited;
      await context.addInitScript((text) => localStorage.setItem("konektor KNK-abc123", text), rubbish);
      await page.goto(`${site}/${AD}`);

      const { touch } = await send(visited);

      assert.equal(touch.first.params.gclid, "EAIa+x/y-_");
      assert.equal(touch.last.params.gclid, "EAIa+x/y-_");
    });
  }
});

test("where storage is denied or full the arrival is told all the same", async (t) => {
  for (const method of ["getItem", "setItem"]) {
    await t.test(method, async (t) => {
      const visited = await visitor(t);
      await visited.context.addInitScript((method) => {
        const { [method]: real } = /** @type {Record<string, any>} */ (Storage.prototype);
        Object.defineProperty(Storage.prototype, method, {
          /** @this {Storage} @param {string} key @param {string} value */
          value(key, value) {
            if (key.startsWith("konektor")) throw new DOMException("denied", "SecurityError");
            return real.call(this, key, value);
          },
        });
      }, method);
      await visited.page.goto(`${visited.site}/${AD}`);

      const { touch } = await send(visited);

      assert.equal(touch.last.params.gclid, "EAIa+x/y-_");
      assert.deepEqual(visited.complaints, []);
    });
  }
});

test("a submission that its attribution makes too big travels without it", async (t) => {
  const visited = await visitor(t);
  const { page, site } = visited;
  // Each backslash is two bytes in JSON, and each touch is told twice.
  const query = "source medium campaign term content id source_platform creative_format marketing_tactic"
    .split(" ")
    .map((name) => `utm_${name}`)
    .concat("campaign_id adset_id ad_id campaign_name adset_name ad_name ad_account_id placement".split(" "))
    .map((name) => `${name}=${"%5C".repeat(512)}`);
  await page.goto(`${site}/#${query.join("&")}`);

  const { touch, fields } = await send(visited);

  assert.equal(fields.firstName, "Siti Rahayu");
  assert.deepEqual(touch.last.params, {});
  assert.equal(touch.last.landing, "");
});
