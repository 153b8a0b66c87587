// @ts-check
// WCAG 2.2 AA as far as a program can judge it: axe-core in each state of the form, journeys by keyboard alone, and what people set
// for themselves: zoom, larger text, wider spacing, colours of their own, less motion.

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

/** How far the page is wider than the screen. @param {import("playwright-core").Page} page */
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** The demo page in another language, which the button speaks too. @param {string} language */
const speaking = (language) => (/** @type {string} */ html) =>
  html
    .replace('language="id"', `language="${language}"`)
    .replace(/<button type="submit">.*<\/button>/, "")
    .replace('<html lang="id">', `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">`);

const INDONESIAN = { name: "Nama", phone: "Nomor WhatsApp", send: "Kirim", retry: "Coba lagi", sending: "Mengirim…" };
const ENGLISH = { name: "Name", phone: "WhatsApp number", send: "Send", retry: "Try again", sending: "Sending…" };
const ARABIC = { name: "الاسم", phone: "رقم واتساب", send: "إرسال", retry: "أعد المحاولة", sending: "جارٍ الإرسال…" };
const SET = {
  labels: {
    name: ARABIC.name,
    phone: ARABIC.phone,
    email: "Email",
    message: "الرسالة",
    optional: "اختياري",
    send: ARABIC.send,
  },
  retry: ARABIC.retry,
  sending: ARABIC.sending,
};
const PHONE = { width: 360, height: 740 };

for (const [what, path, words, options] of /** @type {const} */ ([
  ["the demo page on a phone", "/", INDONESIAN, { viewport: PHONE }],
  ["the demo page on a desk", "/", INDONESIAN, { viewport: { width: 1280, height: 800 } }],
  ["the demo page at 320 pixels", "/", INDONESIAN, { viewport: { width: 320, height: 568 } }],
  ["a page's own form", "/plain.html", INDONESIAN, { viewport: PHONE }],
  ["a form in English", "/", ENGLISH, { viewport: PHONE, edit: speaking("en") }],
  ["a form in Arabic", "/", ARABIC, { viewport: PHONE, edit: speaking("ar") }],
  ["a form in colours of the visitor's own", "/", INDONESIAN, { viewport: PHONE, forcedColors: "active" }],
  ["a form in the dark", "/", INDONESIAN, { viewport: PHONE, edit: dark }],
])) {
  test(`axe finds no violation in any state of ${what}`, async (t) => {
    const { page, site, edge } = await visit(t, options);
    await page.addInitScript((set) => {
      Object(window).konektor = [["messages", "ar", set]];
    }, SET);
    const send = page.getByRole("button", { name: words.send });
    await page.goto(`${site}${path}`);
    await send.waitFor();
    assert.deepEqual(await violations(page), [], "at first");

    await page.getByLabel("Email").fill("x");
    await send.click();
    await page.locator("[aria-invalid=true]").nth(2).waitFor();
    assert.deepEqual(await violations(page), [], "with mistakes");

    edge.answer = refusal(503, "NOT_STORED");
    await page.getByLabel(words.name).fill("Siti Rahayu");
    await page.getByLabel(words.phone).fill("0812-3456-7890");
    await page.getByLabel("Email").fill("siti@example.com");
    await send.click();
    const retry = page.getByRole("button", { name: words.retry });
    await retry.waitFor();
    assert.deepEqual(await violations(page), [], "after a failure");

    edge.answer = "hold";
    await retry.click();
    await page.getByText(words.sending).waitFor();
    assert.deepEqual(await violations(page), [], "while sending");
    await edge.release();
    await page.getByText(CODE).waitFor();
    assert.deepEqual(await violations(page), [], "with the receipt");
    assert.equal(await sideways(page), 0, "nothing needs scrolling sideways");
  });
}

/** The form on a dark page, which says so. @param {string} html */
function dark(html) {
  return html
    .replace('class="card"', 'class="theme night"')
    .replace("demo.css", 'themes.css"><link rel="stylesheet" href="/demo.css');
}

test("axe finds no violation in any of the three themes, with mistakes too", async (t) => {
  const { page, site } = await visit(t, { viewport: PHONE });
  await page.goto(`${site}/themes.html`);
  await page.locator("konektor-form[ready]").nth(2).waitFor();
  assert.deepEqual(await violations(page), [], "at first");

  for (const button of await page.getByRole("button", { name: "Kirim" }).all()) await button.click();
  await page.locator("[data-state=invalid]").nth(2).waitFor();

  assert.deepEqual(await violations(page), [], "with mistakes");
});

test("axe finds no violation in a form with a page's own fields, with mistakes too", async (t) => {
  const { page, site } = await visit(t, {
    viewport: PHONE,
    edit: (html) =>
      html.replace(
        "</konektor-form>",
        `<label>Kota <select name="kota" required data-help="Kami melayani dua kota."><option value="">Pilih</option></select></label>
        <fieldset>
          <legend>Waktu</legend>
          <label><input type="radio" name="waktu" value="pagi" required> Pagi</label>
          <label><input type="radio" name="waktu" value="sore"> Sore</label>
        </fieldset>
        <label><input type="checkbox" name="setuju" required> Saya setuju dihubungi</label></konektor-form>`,
      ),
  });
  await page.goto(site);
  await page.getByRole("group", { name: "Waktu" }).waitFor();
  assert.deepEqual(await violations(page), [], "at first");

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Centang kotak ini").waitFor();

  assert.deepEqual(await violations(page), [], "with mistakes");
});

test("the whole way can be gone by keyboard, and each outcome is read aloud", async (t) => {
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
  await page.locator("#phone:focus[aria-invalid=true]").waitFor();
  await keys("End");
  await page.keyboard.type("34567890");
  await keys("Tab", "Tab", "Tab", "Space");
  await page.locator("[type=checkbox]:focus:checked").waitFor();
  await keys("Tab");
  await page
    .locator("button:focus")
    .and(page.getByRole("button", { name: "Kirim" }))
    .waitFor();
  await keys("Space");
  await page.getByRole("status").getByText("Belum terkirim. Data Anda tersimpan di perangkat ini").waitFor();
  edge.answer = RECEIVED;
  // The focus is still where it was: on what is now the retry.
  await keys("Enter");
  await page.locator("[part=receipt]:focus").waitFor();
  assert.equal(edge.submissions.length, 2);
  assert.equal(edge.submissions[1].fields.phone, "081234567890");
});

/** A field that is no form's of ours, above and far from it. @param {string} html */
const search = (html) =>
  html.replace(/<body[^>]*>/, `$&<aside><label>Cari <input id="search"></label>${"<br>".repeat(60)}</aside>`);

/** What the live regions say that can be heard. @param {import("playwright-core").Page} page */
const spoken = async (page) =>
  (await page.locator("[role=status], [role=alert], [aria-live=polite], [aria-live=assertive]").all()).reduce(
    async (said, region) => (await said) + ((await region.isVisible()) ? await region.innerText() : ""),
    Promise.resolve(""),
  );

/** Which element of the page has the focus, or part of the form. @param {import("playwright-core").Page} page */
const focused = (page) =>
  page.evaluate(() => {
    const active = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
    return active?.id || active?.className || active?.getAttribute("part") || active?.localName;
  });

for (const path of ["/", "/plain.html"]) {
  test(`on ${path} the receipt is said once, by its name as the focus comes to it`, async (t) => {
    const { page, site } = await visit(t);
    await page.goto(site + path);
    await fillIn(page);

    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByRole("group", { name: `Terima kasih, data Anda sudah kami terima. Kode Anda: ${CODE}` }).waitFor();

    assert.equal(await focused(page), "konektor-receipt");
    assert.equal(await spoken(page), "");
  });

  for (const [where, go, expected] of /** @type {const} */ ([
    ["at another field", (/** @type {HTMLElement} */ input) => input.focus(), "search"],
    ["at nothing", () => /** @type {HTMLElement} */ (document.activeElement).blur(), "body"],
  ])) {
    test(`on ${path} a receipt that comes late is read aloud to a visitor who is ${where}, and takes neither focus nor place`, async (t) => {
      const { page, site, context } = await visit(t, { edit: search });
      await page.goto(site + path);
      await fillIn(page);
      await page.waitForLoadState("networkidle");
      await context.setOffline(true);
      await page.getByRole("button", { name: "Kirim" }).click();
      const retry = page.getByRole("button", { name: "Coba lagi" });
      await retry.waitFor();
      await page.locator("#search").evaluate(go);
      if (where === "at nothing")
        await page.locator("konektor-form, form[data-konektor]").evaluate(() => scrollTo(0, 0));
      const scrolled = await page.evaluate(() => scrollY);
      // A region that comes with its words may stay unheard.
      const regions = await page.getByRole("status").elementHandles();

      await context.setOffline(false);
      await page.getByText(CODE).waitFor();

      assert.equal(await focused(page), expected);
      assert.equal(await page.evaluate(() => scrollY), scrolled);
      const texts = await Promise.all(regions.map((region) => region.textContent()));
      assert.equal(texts.filter((text) => text?.includes(CODE)).length, 1);
      assert.match(await spoken(page), new RegExp(`^Terima kasih.*${CODE}$`, "s"));
      assert.equal(await page.locator(".konektor-receipt").getAttribute("tabindex"), null);
      assert.deepEqual(await violations(page), []);
    });
  }
}

test("a late receipt takes over the focus of a visitor who waits at the form, which would be lost with it", async (t) => {
  const { page, site, context } = await visit(t, { edit: search });
  await page.goto(site);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).focus();

  await context.setOffline(false);
  await page.getByText(CODE).waitFor();

  assert.equal(await focused(page), "konektor-receipt");
  assert.equal(await spoken(page), "");
});

test("who has gone on to something else while it was sending stays there, and hears of the receipt", async (t) => {
  const { page, site, edge } = await visit(t, { edit: search });
  edge.answer = "hold";
  await page.goto(site);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Mengirim…").waitFor();

  await page.locator("#search").focus();
  await edge.release();
  await page.getByText(CODE).waitFor();

  assert.equal(await focused(page), "search");
  assert.match(await spoken(page), new RegExp(CODE));
});

test("after a receipt that was read aloud, a form that is reset and sent again gets its receipt like any other", async (t) => {
  const { page, site, edge } = await visit(t, { edit: search });
  edge.answer = "hold";
  await page.goto(site);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.locator("#search").focus();
  await edge.release();
  await page.getByText(CODE).waitFor();
  edge.answer = RECEIVED;

  await page.evaluate(() => Object(window).konektor.reset());
  await fillIn(page, { Nama: "Budi" });
  assert.equal(await page.getByText(CODE).count(), 0);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("group", { name: CODE }).waitFor();

  assert.equal(await focused(page), "konektor-receipt");
  assert.equal(await spoken(page), "");
});

test("a mistake is read aloud when a field is left, and only with the field itself when the visitor is led there", async (t) => {
  const { page, site } = await visit(t);
  await page.goto(site);
  const arrived = rulesArrive(page);
  const email = page.getByLabel("Email");
  await email.fill("x");
  await arrived;
  const said = page.locator("konektor-form [part=message]");

  await email.press("Tab");
  const left = said.filter({ hasText: "alamat email" });
  await left.waitFor();
  assert.equal(await left.getAttribute("aria-live"), "polite");

  await page.getByRole("button", { name: "Kirim" }).click();
  await said.filter({ hasText: "Nama wajib diisi." }).waitFor();
  const loud = await said.evaluateAll(
    (all) => all.filter((message) => message.textContent && message.getAttribute("aria-live") !== "off").length,
  );
  assert.equal(loud, 0, "five voices at once");
  const name = page.getByLabel("Nama");
  assert.ok(await name.evaluate((input) => input.matches(":focus")));
  const described = await name.getAttribute("aria-describedby");
  assert.equal(await page.locator(`#${described}`).textContent(), "Nama wajib diisi.");
  await page.getByRole("status").getByText("Belum terkirim. Mohon periksa").waitFor();
});

test("what can be pressed is big enough for a thumb, and the form is whole at 320 pixels", async (t) => {
  const { page, site } = await visit(t, {
    viewport: { width: 320, height: 568 },
    edit: (html) => html.replace(/Kabari saya .*/, "Boleh"),
  });
  await page.goto(site);
  await page.locator("konektor-form[ready]").waitFor();

  // A box is as big as its label, which ticks it.
  const targets = page.locator("konektor-form :is([part=input], [part=choice], [part=button])");
  assert.equal(await targets.count(), 6);
  for (const control of await targets.all()) {
    const box = await control.boundingBox();
    assert.ok(box && box.height >= 44 && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
  }
  const label = page.locator("konektor-form [part=choice]");
  const { width = 0 } = (await label.boundingBox()) ?? {};
  await label.click({ position: { x: width - 4, y: 4 } });
  assert.ok(await page.getByRole("checkbox").isChecked());
});

for (const [what, css] of /** @type {const} */ ([
  ["text of twice the size", ":root { font-size: 200%; }"],
  [
    "the spacing of WCAG 1.4.12",
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }",
  ],
])) {
  test(`nothing is cut off or overlaps with ${what}`, async (t) => {
    const { page, site } = await visit(t, { viewport: { width: 390, height: 800 } });
    await page.goto(site);
    await page.locator("konektor-form[ready]").waitFor();
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets.push(sheet);
      document.querySelector("konektor-form")?.shadowRoot?.adoptedStyleSheets.push(sheet);
    }, css);

    await page.getByLabel("Email").fill("x");
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Nama wajib diisi.").waitFor();

    assert.equal(await sideways(page), 0);
    const cut = await page.locator("konektor-form").evaluate((host) => {
      const all = Array.from(host.shadowRoot?.querySelectorAll("form :not([part=trap], [part=trap] *, slot)") ?? []);
      return all
        .filter(
          (e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && getComputedStyle(e).display !== "inline",
        )
        .map((e) => e.outerHTML);
    });
    assert.deepEqual(cut, []);
    const boxes = await page
      .locator(
        "konektor-form :is([part=label], [part=input], [part=message]:not(:empty), [part=choice], [part=button])",
      )
      .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().toJSON()));
    const overlaps = boxes.flatMap((a, at) =>
      boxes.slice(at + 1).filter((b) => b.top < a.bottom - 1 && a.top < b.bottom - 1),
    );
    assert.deepEqual(overlaps, []);
    assert.equal(boxes.length, 13);
  });
}

test("in colours of the visitor's own the focus, the button and a mistake are told by shape", async (t) => {
  const { page, site } = await visit(t, { forcedColors: "active" });
  await page.goto(site);
  const email = page.getByLabel("Email");
  await email.fill("x");
  await page.getByRole("button", { name: "Kirim" }).click();
  const message = page.locator("konektor-form [part=message]").filter({ hasText: "alamat email" });
  await message.waitFor();

  /** @param {import("playwright-core").Locator} what @param {string} property @param {string} [pseudo] */
  const style = (what, property, pseudo) =>
    what.evaluate(
      (e, [property, pseudo]) => getComputedStyle(e, pseudo).getPropertyValue(property ?? ""),
      [property, pseudo],
    );
  assert.equal(await style(page.getByLabel("Nama"), "outline-style"), "solid");
  assert.equal(await style(page.getByLabel("Nama"), "outline-width"), "3px");
  assert.equal(await style(page.getByLabel("Pesan"), "border-top-width"), "1px");
  assert.equal(await style(email, "border-top-width"), "2px");
  assert.equal(await style(message, "border-top-width", "::before"), "2px");
  const button = page.getByRole("button", { name: "Kirim" });
  assert.notEqual(await style(button, "border-top-color"), await style(button, "background-color"));
});

for (const [reducedMotion, moving] of /** @type {const} */ ([
  ["no-preference", 1],
  ["reduce", 0],
])) {
  test(`while it sends, ${moving} thing turns for a visitor whose wish about motion is "${reducedMotion}"`, async (t) => {
    const { page, site, edge } = await visit(t, { reducedMotion });
    edge.answer = "hold";
    await page.goto(site);
    await fillIn(page);

    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Mengirim…").waitFor();

    const form = page.locator("konektor-form form");
    assert.equal(await form.evaluate((form) => form.getAnimations({ subtree: true }).length), moving);
    for (const release of edge.held) release();
  });
}
