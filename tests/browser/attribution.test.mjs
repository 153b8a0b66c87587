// @ts-check
// What a page tells of a visitor's way to it, as consent goes: names on the list only, click ids byte for byte and only with
// consent, the first and the last touch kept in between.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

const AD = "?utm_source=google&utm_campaign=promo+januari&gclid=EAIa+x%2Fy-_&session=secret";

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */

/** Sends the form of the page that is open; answers what the edge got. @param {Visit} visited */
async function send({ page, edge }) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1);
}

/** @param {Visit} visited */
function kept({ page }) {
  return page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("konektor")));
}

for (const [answer, button] of [
  ["denied", "Tolak"],
  ["wait", undefined],
]) {
  test(`with consent "${answer}" neither click ids nor cookies are told, and nothing is kept`, async (t) => {
    const visited = await visit(t);
    const { page, site, context } = visited;
    await context.addCookies([{ name: "_fbp", value: "fb.1.2.3", url: site }]);
    await page.goto(`${site}/${AD}`);
    if (button) await page.getByRole("button", { name: button }).click();

    const { touch, consent } = await send(visited);

    assert.equal(consent, answer);
    for (const { params, cookies } of [touch.first, touch.last]) {
      assert.deepEqual(params, { utm_source: "google", utm_campaign: "promo januari" });
      assert.deepEqual(cookies, {});
    }
    assert.deepEqual(await kept(visited), []);
  });
}

test("a granted click id travels byte for byte, with the cookies on the list and nothing else", async (t) => {
  const visited = await visit(t);
  const { page, site, context } = visited;
  await context.addCookies([
    { name: "_fbp", value: "fb.1.2=3", url: site },
    { name: "sid", value: "secret", url: site },
  ]);
  await page.goto(`${site}/${AD}`, { referer: "https://mail.example/read?to=siti" });
  await page.getByRole("button", { name: "Setuju" }).click();

  const { touch, consent } = await send(visited);

  assert.equal(consent, "granted");
  assert.deepEqual(touch.last.params, { utm_source: "google", utm_campaign: "promo januari", gclid: "EAIa+x/y-_" });
  assert.deepEqual(touch.last.cookies, { _fbp: "fb.1.2=3" });
  assert.equal(touch.last.landing, `${site}/`);
  assert.equal(touch.last.referrer, "https://mail.example/read");
  assert.ok(Math.abs(Date.parse(touch.last.at) - Date.now()) < 60_000);
  assert.deepEqual(touch.first, touch.last);
});

test("the first touch stays, a later campaign is the last, and a direct visit overwrites neither", async (t) => {
  const visited = await visit(t);
  const { page, site } = visited;
  await page.goto(`${site}/${AD}`);
  await page.getByRole("button", { name: "Setuju" }).click();
  await page.goto(`${site}/?utm_source=tiktok&ttclid=tt-1`);
  await page.goto(site);
  // A link within the site is no campaign either.
  await page.getByRole("link", { name: "Formulir tanpa widget" }).click();
  await page.getByRole("link", { name: "Formulir dengan widget" }).click();
  await page.waitForURL(`${site}/`);

  const { touch } = await send(visited);

  assert.equal(touch.first.params.gclid, "EAIa+x/y-_");
  assert.deepEqual(touch.last.params, { utm_source: "tiktok", ttclid: "tt-1" });
});

test("consent given on the element at run time counts, and consent taken back removes what was kept", async (t) => {
  const visited = await visit(t);
  const { page, site } = visited;
  await page.goto(`${site}/${AD}`);
  const element = page.locator("konektor-form");

  await element.evaluate((form) => form.setAttribute("consent", "granted"));
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.startsWith("konektor")));
  assert.equal((await kept(visited))[0]?.[0], "konektor KNK-abc123");
  await element.evaluate((form) => form.setAttribute("consent", "denied"));
  await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("konektor")));

  const { touch, consent } = await send(visited);
  assert.equal(consent, "denied");
  assert.equal(touch.last.params.gclid, undefined);
});

test("what something else wrote into the storage is no touch", async (t) => {
  for (const rubbish of ["{", "null", '{"first":1}', '{"first":{"at":"x"},"last":{}}', "[]"]) {
    await t.test(rubbish, async (t) => {
      const visited = await visit(t);
      const { page, site, context } = visited;
      await context.addInitScript((text) => {
        localStorage.setItem("konektor KNK-abc123", text);
        localStorage.setItem("surya-atap-consent", "granted");
      }, rubbish);
      await page.goto(`${site}/${AD}`);

      const { touch } = await send(visited);

      assert.equal(touch.first.params.gclid, "EAIa+x/y-_");
      assert.equal(touch.last.params.gclid, "EAIa+x/y-_");
    });
  }
});

test("hostile parameters are values and nothing else", async (t) => {
  const visited = await visit(t);
  const { page, site, complaints } = visited;
  const query = new URLSearchParams({
    gclid: "x".repeat(10_000),
    utm_source: "<img src=x onerror=alert(1)>",
    utm_campaign: "\u0000\ud800'\"<script>alert(1)</script>",
    utm_term: "é😀",
    __proto__: "polluted",
    constructor: "polluted",
  });
  query.append("__proto__", "polluted");
  query.append("utm_source", "second");
  page.on("dialog", (dialog) => assert.fail(`a script ran: ${dialog.message()}`));
  await page.goto(`${site}/?${query}&fbclid=%zz%&utm_medium=${encodeURIComponent("z".repeat(512))}`);
  await page.getByRole("button", { name: "Setuju" }).click();

  const { touch } = await send(visited);

  assert.deepEqual(touch.last.params, {
    utm_source: "<img src=x onerror=alert(1)>",
    utm_campaign: "\u0000\ufffd'\"<script>alert(1)</script>",
    utm_term: "é😀",
    utm_medium: "z".repeat(512),
    fbclid: "%zz%",
  });
  assert.equal(await page.evaluate(() => /** @type {any} */ ({}).polluted), undefined);
  assert.deepEqual(complaints, []);
});

test("a submission that its attribution makes too big travels without it", async (t) => {
  const visited = await visit(t);
  const { page, site } = visited;
  // Each U+0001 is six bytes in JSON, and each touch is told twice.
  const query = ["source", "medium", "campaign", "term", "content", "id"].map(
    (name) => `utm_${name}=${"%01".repeat(512)}`,
  );
  await page.goto(`${site}/?${query.join("&")}`);

  const { touch, fields } = await send(visited);

  assert.equal(fields.firstName, "Siti Rahayu");
  assert.deepEqual(touch.last.params, {});
  assert.equal(touch.last.landing, "");
});
