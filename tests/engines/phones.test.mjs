// @ts-check
// The form on the screens that most of its visitors have. Chromium also has the finger and the user agent; the other engines lay the
// page out on the same screen, WebKit as on an iPhone.

import assert from "node:assert/strict";
import { CODE, RECEIVED, refusal } from "../browser/fake-edge.mjs";
import { fillIn } from "./form.mjs";
import { journey } from "./journey.mjs";
import { beforeFakeEdge } from "./parts.mjs";

const ANDROID =
  "Mozilla/5.0 (Linux; Android 14; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";

/** @type {[string, import("./engine.mjs").Screen][]} */
const PHONES = [
  ["an Android phone", { width: 412, height: 915, touch: true, userAgent: ANDROID }],
  ["an iPhone", { width: 390, height: 844, touch: true, userAgent: IPHONE }],
];

/** Above this size of letters iOS does not zoom into a field that is touched. */
const NO_ZOOM_PX = 16;

/** What a thumb hits. */
const TARGET_PX = 44;

for (const [phone, screen] of PHONES) {
  journey(`on ${phone} the form can be read, hit and sent in every state`, async (visit, t) => {
    const { edge, site } = await beforeFakeEdge(t);
    edge.answer = refusal(503, "NOT_STORED");
    const page = await visit(site, screen);
    await page.open("/?gclid=x");
    assert.deepEqual(await unfit(page, screen), [], "at first");

    await page.click("Setuju");
    await page.click("Kirim");
    await page.sees("Nama wajib diisi.");
    assert.deepEqual(await unfit(page, screen), [], "with mistakes");
    await fillIn(page);
    await page.click("Kirim");
    await page.sees("Coba lagi");
    assert.deepEqual(await unfit(page, screen), [], "after a failure");
    edge.answer = RECEIVED;
    await page.click("Coba lagi");
    await page.sees(CODE);

    assert.deepEqual(await unfit(page, screen), [], "with the receipt");
    assert.equal(edge.submissions.at(-1).touch.last.params.gclid, "x");
  });
}

journey("each field brings up its own keyboard", async (visit, t) => {
  const { site } = await beforeFakeEdge(t);
  const page = await visit(site);
  await page.open();
  await page.sees("Kirim");

  const keyboards = await page.evaluate(() =>
    Array.from(
      /** @type {NodeListOf<HTMLInputElement>} */ (
        document.querySelector("konektor-form")?.shadowRoot?.querySelectorAll("input:not([name=_hp], [type=checkbox])")
      ),
      ({ name, type, inputMode }) => [name, inputMode || type],
    ),
  );

  assert.deepEqual(keyboards, [
    ["firstName", "text"],
    ["phone", "tel"],
    ["email", "email"],
  ]);
});

/**
 * What does not fit a phone: a page that scrolls sideways, small targets of the form, letters that make iOS zoom.
 *
 * @param {import("./page.mjs").Page} page @param {import("./engine.mjs").Screen} screen
 */
function unfit(page, screen) {
  return page.evaluate(
    ({ noZoom, target, screen }) => {
      const wrong = [];
      // A phone shows a page that is too wide from further away: both grow.
      const wide = Math.max(innerWidth, document.documentElement.scrollWidth);
      if (wide > screen.width) wrong.push(`the page is ${wide} wide on a screen of ${screen.width}`);
      const form = document.querySelector("konektor-form")?.shadowRoot;
      const controls = form?.querySelectorAll("input:not([name=_hp]), textarea, select, button") ?? [];
      for (const control of [...controls, ...document.querySelectorAll("[data-consent-banner] button")]) {
        if (!control.checkVisibility()) continue;
        // A box and its words are one target.
        const hit = (control.matches("[type=checkbox]") && control.closest("label")) || control;
        const { left, right, width, height } = hit.getBoundingClientRect();
        const name = control.getAttribute("name") ?? control.textContent?.trim();
        if (width < target || height < target) wrong.push(`${name} is ${width} × ${height}`);
        if (left < 0 || right > screen.width) wrong.push(`${name} goes from ${left} to ${right}`);
        const letters = Number.parseFloat(getComputedStyle(control).fontSize);
        if (!control.matches("button") && letters < noZoom) wrong.push(`${name} has letters of ${letters}`);
      }
      return wrong;
    },
    { noZoom: NO_ZOOM_PX, target: TARGET_PX, screen },
  );
}
