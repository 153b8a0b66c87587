// @ts-check
// Which fields a form has: those that its attribute lists, and those that a page puts inside the element.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, refusal } from "./fake-edge.mjs";
import { visit } from "./site.mjs";

/** The demo page with another form in its place. @param {string} attributes @param {string} children */
const withForm = (attributes, children = "") => ({
  edit: (/** @type {string} */ html) =>
    html.replace(
      /<konektor-form.*<\/konektor-form>/s,
      `<konektor-form form="promo" endpoint="${/endpoint="([^"]+)"/.exec(html)?.[1]}" ${attributes}>${children}</konektor-form>`,
    ),
});

/** What the form is made of, in order. @param {import("playwright-core").Page} page @param {string[]} attributes */
async function drawn(page, attributes) {
  const form = page.locator("konektor-form form");
  await form.waitFor();
  return form.evaluate(
    (form, names) =>
      Array.from(form.querySelectorAll("input:not([name=_hp]), textarea, select"), (control) =>
        names.map((name) => control.getAttribute(name)).join(" "),
      ),
    attributes,
  );
}

/** The words that name each field. @param {import("playwright-core").Page} page */
const labels = (page) => page.locator("konektor-form form label").allTextContents();

test("without a list the fields are name, phone, e-mail and message, with what browsers need to help", async (t) => {
  const { page, site } = await visit(t, withForm('language="id"'));
  await page.goto(site);

  assert.deepEqual(await drawn(page, ["name", "type", "autocomplete", "autocapitalize"]), [
    "firstName  name words",
    "phone tel tel ",
    "email email email ",
    "message   ",
  ]);
  assert.deepEqual(await labels(page), ["Nama", "Nomor WhatsApp", "Email (opsional)", "Pesan (opsional)"]);
});

test("a list says which fields there are, their order, and which may stay empty", async (t) => {
  const { page, site, edge } = await visit(
    t,
    withForm('fields="email phone? lastName firstName kodePos ukuran-atap?"'),
  );
  await page.goto(site);

  assert.deepEqual(await drawn(page, ["name", "autocomplete"]), [
    "email email",
    "phone tel",
    "lastName family-name",
    "firstName given-name",
    "kodePos ",
    "ukuran-atap ",
  ]);
  assert.deepEqual(await labels(page), [
    "Email",
    "Nomor WhatsApp (opsional)",
    "Nama belakang",
    "Nama depan",
    "Kode pos",
    "Ukuran atap (opsional)",
  ]);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Email wajib diisi.").waitFor();
  await page.getByText("Kode pos wajib diisi.").waitFor();
  await page.getByLabel("Email").fill("siti@example.com");
  await page.getByLabel("Nama depan").fill("Siti");
  await page.getByLabel("Nama belakang").fill("Rahayu");
  await page.getByLabel("Kode pos").fill("40115");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  assert.deepEqual(edge.submissions[0].fields, {
    email: "siti@example.com",
    firstName: "Siti",
    lastName: "Rahayu",
    kodePos: "40115",
  });
});

const CHILDREN = `
  <label>Kota <select name="kota" required>
    <option value="">Pilih kota</option><option>Bandung</option><option>Bekasi</option>
  </select></label>
  <label for="surel">Surel kantor</label>
  <input id="surel" name="email" type="email" autocomplete="work email" required data-help="Bukan alamat pribadi.">
  <fieldset>
    <legend>Waktu terbaik</legend>
    <label><input type="radio" name="waktu" value="pagi" required> Pagi</label>
    <label><input type="radio" name="waktu" value="sore"> Sore</label>
  </fieldset>
  <fieldset>
    <legend>Minat</legend>
    <label><input type="checkbox" name="minat" value="panel"> Panel</label>
    <input type="checkbox" name="minat" value="baterai" id="baterai"> <label for="baterai">Baterai</label>
  </fieldset>
  <label><input type="checkbox" name="setuju" required> Saya setuju dihubungi</label>
  <input name="kodePos" aria-label="Kode pos" inputmode="numeric" pattern="[0-9]{5}" maxlength="5" title="Tulis lima angka.">
  <input type="hidden" name="varian" value="b">
  <p>Data Anda aman.</p>
  <button>Minta survei</button>`;

test("a text too long for a field of the form's own is told before it is sent", async (t) => {
  const { page, site, edge } = await visit(t, withForm('fields="firstName phone kota"'));
  await page.goto(site);

  await page.getByLabel("Nama").fill("Andi");
  await page.getByLabel("Nomor WhatsApp").fill("081234567890");
  await page.getByLabel("Kota").fill("x".repeat(501));
  // A field that is left before the rules are there is checked when they are.
  await page.getByLabel("Nama").focus();
  await page.getByText("Terlalu panjang: paling banyak 500 karakter.").waitFor();

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Belum terkirim. Mohon periksa isian yang ditandai.").waitFor();

  assert.deepEqual(edge.submissions, []);
});

test("a page's own fields move into the form as they are, in the place of the field of their name", async (t) => {
  const { page, site, complaints } = await visit(t, withForm('fields="firstName email kota phone?"', CHILDREN));
  await page.goto(site);

  assert.deepEqual(await drawn(page, ["name", "type", "autocomplete", "inputmode", "maxlength"]), [
    "firstName  name  ",
    "email email work email  ",
    "kota    ",
    "phone tel tel  ",
    "waktu radio   ",
    "waktu radio   ",
    "minat checkbox   ",
    "minat checkbox   ",
    "setuju checkbox   ",
    "kodePos   numeric 5",
    "varian hidden   ",
  ]);
  assert.deepEqual(
    await page.locator("konektor-form").evaluate((host) => Array.from(host.children, ({ outerHTML }) => outerHTML)),
    ["<p>Data Anda aman.</p>"],
    "what is no field stays the page's",
  );
  assert.equal(await page.getByLabel("Surel kantor").getAttribute("aria-describedby"), "email-help");
  assert.equal(await page.locator("konektor-form #email-help").textContent(), "Bukan alamat pribadi.");
  assert.deepEqual(complaints, []);
});

const CHALLENGE = '<div class="cf-turnstile" data-sitekey="1x"></div>';
/** What the challenge's script does once it was solved. */
const SOLVED = '<input type="hidden" name="cf-turnstile-response" value="0.solved">';

for (const [when, children] of [
  ["after the form is drawn", CHALLENGE],
  ["before the form is drawn", CHALLENGE.replace("><", `>${SOLVED}<`)],
]) {
  test(`a challenge inside the element, solved ${when}, stays where it is and goes along as proof`, async (t) => {
    const { page, site, edge } = await visit(t, withForm('fields="firstName phone"', children));
    await page.goto(site);
    await page.getByLabel("Nama").fill("Andi");
    await page.getByLabel("Nomor WhatsApp").fill("081234567890");
    const challenge = page.locator("konektor-form > .cf-turnstile");
    await challenge.evaluate((element, solved) => {
      element.innerHTML = solved;
    }, SOLVED);

    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();

    const [{ fields, proof }] = edge.submissions;
    assert.deepEqual(fields, { firstName: "Andi", phone: "081234567890" });
    assert.equal(proof.turnstile, "0.solved");
  });
}

test("a page's own fields are checked in our words, and what is chosen goes to the edge", async (t) => {
  const { page, site, edge } = await visit(t, withForm('fields="firstName email kota phone?"', CHILDREN));
  await page.goto(site);
  const send = page.getByRole("button", { name: "Minta survei" });

  await page.getByLabel("Kode pos").fill("abc");
  await send.click();
  for (const words of [
    "Surel kantor wajib diisi.",
    "Kota wajib diisi.",
    "Pilih salah satu.",
    "Centang kotak ini untuk melanjutkan.",
    "Tulis lima angka.",
  ]) {
    await page.getByText(words).waitFor();
  }
  const set = page.getByRole("radiogroup", { name: "Waktu terbaik" });
  assert.equal(await set.getAttribute("aria-invalid"), "true");
  assert.equal(await page.getByLabel("Pagi").getAttribute("aria-invalid"), null, "a radio button cannot be wrong");
  assert.equal(edge.submissions.length, 0);

  await page.getByLabel("Nama").fill("Siti");
  await page.getByLabel("Surel kantor").fill("siti@example.com");
  await page.getByLabel("Kota").selectOption("Bandung");
  await page.getByLabel("Sore").check();
  await page.getByText("Pilih salah satu.").waitFor({ state: "hidden" });
  await page.getByLabel("Panel").check();
  await page.getByLabel("Baterai").check();
  await page.getByLabel("Saya setuju").check();
  await page.getByLabel("Kode pos").fill("40115");
  edge.answer = refusal(400, "VALIDATION_ERROR", { waktu: "Required" });
  await send.click();
  await page.getByText("Isian ini tidak dapat diterima").waitFor();
  await page.getByLabel("Pagi").check();
  assert.equal(await set.getAttribute("aria-invalid"), null);
  edge.answer = { status: 202, body: { success: true, data: { id: "", uniqueCode: CODE } } };
  await send.click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions.at(-1).fields, {
    firstName: "Siti",
    email: "siti@example.com",
    kota: "Bandung",
    waktu: "pagi",
    minat: "panel, baterai",
    setuju: "on",
    kodePos: "40115",
    varian: "b",
  });
});

test("where the code for a page's own fields does not arrive, the form is there without them", async (t) => {
  const { page, site, edge, context } = await visit(t, withForm("", CHILDREN));
  await context.route("**/konektor-children-*.js", (route) => route.abort());
  await page.goto(site);

  await page.getByLabel("Nama").fill("Siti");
  assert.equal(await page.getByRole("combobox").count(), 0, "nobody fills in what would not be sent");
  await page.getByLabel("Nomor WhatsApp").fill("081234567890");
  await page.getByRole("button", { name: "Minta survei" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions[0].fields, { firstName: "Siti", phone: "081234567890" });
});

test("the last field's key says that it sends, unless it begins another line", async (t) => {
  const { page, site } = await visit(t, withForm('fields="firstName phone"'));
  await page.goto(site);
  assert.deepEqual(await drawn(page, ["name", "enterkeyhint"]), ["firstName ", "phone send"]);
});

test("in a browser without adopted style sheets the form is plain, complete, and shows nobody the honeypot", async (t) => {
  const { page, site, edge, complaints } = await visit(t, withForm('fields="firstName phone kota"', CHILDREN));
  await page.addInitScript(() => {
    for (const { prototype } of [Document, ShadowRoot]) delete Object(prototype).adoptedStyleSheets;
  });
  await page.goto(site);

  await page.getByLabel("Nama").fill("Siti");
  assert.equal(await page.locator("konektor-form [name=_hp]").isVisible(), false);
  await page.getByRole("button", { name: "Minta survei" }).click();
  await page.getByText("Kota wajib diisi.").waitFor();

  assert.equal(edge.submissions.length, 0);
  assert.deepEqual(complaints, []);
});
