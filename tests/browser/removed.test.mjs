// @ts-check
// Forms that a page has removed: the browser can forget them, however many an app mounts one after the other, while one that is only
// moved still follows what the page says.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE } from "./fake-edge.mjs";
import { element, host, ownForm } from "./host.mjs";

const COUNT = 50;

/** @typedef {import("playwright-core").Page} Page */

/** Another form, since a browser itself remembers the last one that had the focus or that somebody filled in. */
const OTHER = "<form><label>Cari <input></label></form>";

/** Waits until of the forms that were noted in `forms` only so many are left. @param {Page} page @param {number} count */
async function areLeft(page, count) {
  await page.getByLabel("Cari").pressSequentially("atap");
  const session = await page.context().newCDPSession(page);
  /** @type {number | undefined} */
  let left;
  for (let round = 0; round < 20 && left !== count; round++) {
    await session.send("HeapProfiler.collectGarbage");
    left = await page.evaluate(
      () => /** @type {WeakRef<Element>[]} */ (Object(window).forms).filter((form) => form.deref()).length,
    );
  }
  assert.equal(left, count);
}

for (const [what, markup] of /** @type {const} */ ([
  ["elements", element('consent="auto"')],
  ["forms of a page's own", ownForm('data-consent="auto"')],
])) {
  test(`${COUNT} ${what} that were mounted, touched and removed can be forgotten`, async (t) => {
    const { page, address, edgeAddress, complaints } = await host(t, { body: `<main></main>${OTHER}` });
    await page.goto(address);
    await page.waitForFunction(() => customElements.get("konektor-form"));

    await page.evaluate(
      async ({ count, markup }) => {
        const main = document.querySelector("main");
        /** @type {WeakRef<Element>[]} */
        const forms = [];
        Object.assign(window, { forms });
        for (let nth = 0; main && nth < count; nth++) {
          const ready = new Promise((done) => addEventListener("konektor:ready", done, { once: true }));
          main.innerHTML = markup;
          const form = main.firstElementChild;
          if (!form) return;
          forms.push(new WeakRef(form));
          // The form of a page's own is ours at a touch.
          const input = () => (form.shadowRoot ?? form).querySelector("input");
          input()?.focus();
          await ready;
          input()?.focus();
          Object(window).konektor.push(["prefill", { firstName: "Siti" }, form]);
          // The session is there.
          while (!(form.shadowRoot ?? form).querySelector("[role=status]")) await new Promise(requestAnimationFrame);
        }
        main?.replaceChildren();
      },
      { count: COUNT, markup: markup.replace("{{edge}}", edgeAddress) },
    );

    await areLeft(page, 0);
    assert.deepEqual(complaints, []);
  });
}

test("a form that was sent and removed can be forgotten, too", async (t) => {
  const { page, address } = await host(t, { body: `${element()}${OTHER}` });
  await page.goto(address);
  await page.getByLabel("Nama").fill("Siti");
  await page.getByLabel("Nomor WhatsApp").fill("0812-3456-7890");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  await page.evaluate(() => {
    const form = document.querySelector("konektor-form");
    if (form) Object.assign(window, { forms: [new WeakRef(form)] });
    form?.remove();
  });

  await areLeft(page, 0);
});

test("a form that is out of the page for a while hears what is decided meanwhile", async (t) => {
  const { page, address } = await host(t, { body: `${element('consent="wait"')}<section></section>${OTHER}` });
  await page.goto(`${address}?gclid=x`);
  await page.locator("konektor-form[ready]").waitFor();
  await page.evaluate(() => {
    const form = document.querySelector("konektor-form");
    // An app holds what it means to put back.
    Object.assign(window, { kept: form, forms: form && [new WeakRef(form)] });
    form?.remove();
  });
  await areLeft(page, 1);

  await page.evaluate(() => Object(window).konektor.push(["consent", "granted"]));
  await page.evaluate(() => document.querySelector("section")?.append(Object(window).kept));

  await page.waitForFunction(() => localStorage.getItem("konektor KNK-abc123 arrivals"));
  assert.equal(await page.locator("konektor-form").getAttribute("consent"), "granted");
});
