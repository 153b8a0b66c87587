// @ts-check
// What the form does to the page around it: nothing moves when it is drawn, however late its files come.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fillIn, visit } from "./site.mjs";

for (const path of ["/", "/themes.html"]) {
  for (const width of [320, 390, 1280]) {
    test(`nothing moves on ${path} at ${width} pixels when the form is drawn`, async (t) => {
      const { page, site, context } = await visit(t, { viewport: { width, height: 3000 } });
      /** @type {(() => void)[]} */
      const held = [];
      await context.route(/widget\/konektor-(form|children)/, async (route) => {
        await new Promise((release) => held.push(() => release(undefined)));
        await route.continue();
      });
      await context.addInitScript(() => {
        /** @type {PerformanceEntry[]} */
        const shifts = [];
        Object(globalThis).shifts = shifts;
        const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
      });
      const painted = () =>
        page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

      await page.goto(site + path, { waitUntil: "commit" });
      await page.locator("footer").waitFor();
      await painted();
      const before = await page.locator("footer").boundingBox();
      while (!(await page.locator("konektor-form[ready]").count())) {
        for (const release of held.splice(0)) release();
        await painted();
      }
      await painted();
      const after = await page.locator("footer").boundingBox();
      const shifts = await page.evaluate(() => JSON.stringify(Object(globalThis).shifts));
      assert.equal(shifts, "[]");
      assert.deepEqual(after, before);

      // The observer sees what moves: otherwise its silence would say nothing.
      await page.evaluate(() => document.querySelector("header")?.remove());
      await page.waitForFunction(() => Object(globalThis).shifts.length > 0);
    });
  }
}

test("nothing moves when a visitor touches the form, and sending brings no more than its line", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = "hold";
  await page.goto(site);
  await page.locator("konektor-form[ready]").waitFor();
  const before = await page.locator("konektor-form").boundingBox();
  await page.getByLabel("Nama").focus();
  await page.getByRole("status").first().waitFor({ state: "attached" });
  assert.deepEqual(await page.locator("konektor-form").boundingBox(), before);

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  const line = page.getByRole("status").filter({ hasText: "Mengirim…" });
  await line.waitFor();

  const bottom = async (/** @type {import("playwright-core").Locator} */ what) => {
    const box = await what.boundingBox();
    return box && Math.round(box.y + box.height);
  };
  assert.equal(await bottom(page.locator("konektor-form form")), await bottom(line));
  await edge.release();
});
