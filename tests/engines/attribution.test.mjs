// @ts-check
// What a page tells of a visitor's way to it, in each engine: storage, navigation and the page's own idea of a referrer differ.

import assert from "node:assert/strict";
import { CODE } from "../browser/fake-edge.mjs";
import { fillIn } from "./form.mjs";
import { journey } from "./journey.mjs";
import { beforeFakeEdge } from "./parts.mjs";

journey(
  "with consent the first touch is kept from page to page, and a later campaign is the last",
  async (visit, t) => {
    const { edge, site } = await beforeFakeEdge(t);
    const page = await visit(site);
    await page.open("/?utm_source=google&utm_campaign=promo+januari&gclid=EAIa+x%2Fy-_");
    await page.click("Setuju");
    await page.waitFor(() => Object.keys(localStorage).some((key) => key.startsWith("konektor")), "what is kept");

    await page.open("/?utm_source=tiktok&ttclid=tt-1");
    await page.click("Formulir tanpa widget");
    await page.waitFor(() => location.pathname === "/plain.html", "the second page");
    await fillIn(page);
    await page.click("Kirim");
    await page.sees(CODE);

    const [{ touch, consent }] = edge.submissions;
    assert.equal(consent, "granted");
    assert.equal(touch.first.params.gclid, "EAIa+x/y-_");
    assert.equal(touch.first.landing, `${site.address}/`);
    assert.deepEqual(touch.last.params, { utm_source: "tiktok", ttclid: "tt-1" });
    assert.deepEqual(await site.complaints(page), []);
  },
);

journey("without consent nothing is kept, and no click's id is told", async (visit, t) => {
  const { edge, site } = await beforeFakeEdge(t);
  const page = await visit(site);
  await page.open("/?utm_source=google&gclid=never-tell");
  await page.click("Tolak");

  await fillIn(page);
  await page.click("Kirim");
  await page.sees(CODE);
  const kept = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("konektor")));

  assert.deepEqual(kept, []);
  assert.ok(!JSON.stringify(edge.submissions).includes("never-tell"));
  assert.equal(edge.submissions[0].touch.last.params.utm_source, "google");
});
