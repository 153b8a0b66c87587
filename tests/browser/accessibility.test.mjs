// @ts-check
// WCAG 2.2 AA as far as a program can judge it (axe-core) in each state of the form, and a journey by keyboard alone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { fillIn, rulesArrive, visit } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** @param {import("playwright-core").Page} page */
async function violations(page) {
  // Through the debugger, because the page's policy lets no foreign script in.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  assert.ok(passes.length > 10, "axe looked at the page");
  return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ n) => n.html)}`);
}

for (const [what, path, viewport] of /** @type {const} */ ([
  ["the demo page on a phone", "/", { width: 360, height: 740 }],
  ["the demo page on a desk", "/", { width: 1280, height: 800 }],
  ["a page's own form", "/plain.html", { width: 360, height: 740 }],
])) {
  test(`axe finds no violation in any state of ${what}`, async (t) => {
    const { page, site, edge } = await visit(t, { viewport });
    await page.goto(`${site}${path}`);
    assert.deepEqual(await violations(page), [], "at first");

    await page.getByLabel("Email").fill("x");
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Nama wajib diisi.").waitFor();
    assert.deepEqual(await violations(page), [], "with mistakes");

    edge.answer = refusal(503, "NOT_STORED");
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByRole("button", { name: "Coba lagi" }).waitFor();
    assert.deepEqual(await violations(page), [], "after a failure");

    edge.answer = "hold";
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByText("Mengirim…").waitFor();
    assert.deepEqual(await violations(page), [], "while sending");
    edge.answer = RECEIVED;
    await edge.letGo();
    await page.getByText(CODE).waitFor();
    assert.deepEqual(await violations(page), [], "with the receipt");
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(sideways, 0, "nothing needs scrolling sideways");
  });
}

test("the whole way can be gone by keyboard, and each outcome is a status that is read aloud", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(site);
  const keys = async (/** @type {string[]} */ ...names) => {
    for (const name of names) await page.keyboard.press(name);
  };

  await keys("Tab", "Enter"); // consent
  assert.equal(await page.locator("konektor-form").getAttribute("consent"), "granted");
  const arrived = rulesArrive(page);
  await page.getByLabel("Nama").focus();
  await arrived;
  await page.keyboard.type("Siti Rahayu");
  await keys("Tab");
  await page.keyboard.type("0812");
  await keys("Enter");
  await page.getByText("Tulis nomor telepon yang benar").waitFor();
  await page.locator("#phone:focus").waitFor();
  await keys("End");
  await page.keyboard.type("34567890");
  await keys("Tab", "Tab", "Tab");
  await page
    .locator("button:focus")
    .and(page.getByRole("button", { name: "Kirim" }))
    .waitFor();
  await keys("Space");
  await page.getByRole("status").getByText("Belum terkirim. Data Anda tersimpan di perangkat ini").waitFor();
  edge.answer = RECEIVED;
  // The focus is still where it was: on what is now the retry.
  await keys("Enter");
  await page.getByRole("status").getByText(CODE).waitFor();

  await page.locator("[part=receipt]:focus").waitFor();
  assert.equal(edge.submissions.length, 2);
  assert.equal(edge.submissions[1].fields.phone, "081234567890");
});

test("what can be pressed is big enough for a thumb, and the form is whole at 320 pixels", async (t) => {
  const { page, site } = await visit(t, { viewport: { width: 320, height: 568 } });
  await page.goto(site);

  for (const control of await page.locator("konektor-form").locator("input:not([name=_hp]), textarea, button").all()) {
    const box = await control.boundingBox();
    assert.ok(box && box.height >= 44 && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  }
});
