// @ts-check
// What a page hears of a form, and what it can ask of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { listen } from "./heard.mjs";
import { fillIn, visit } from "./site.mjs";

for (const path of ["/", "/plain.html"]) {
  test(`${path} hears each step of its form, and nothing that was typed`, async (t) => {
    const { page, site, edge } = await visit(t);
    const heard = await listen(page);
    edge.answer = refusal(503, "NOT_STORED");
    await page.goto(site + path);

    await page.getByLabel("Email").fill("siti@example.com");
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Nama wajib diisi.").waitFor();
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByRole("button", { name: "Coba lagi" }).waitFor();
    edge.answer = RECEIVED;
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByText(CODE).waitFor();

    const [{ id }] = edge.submissions;
    assert.deepEqual(await heard(), [
      ["ready", {}],
      ["invalid", { fields: ["firstName", "phone"] }],
      ["submitted", { id }],
      ["failed", { id, reason: "notKept", kept: true }],
      ["submitted", { id }],
      ["received", { id, uniqueCode: CODE }],
    ]);
  });
}

test("a field that the edge refuses is told as invalid", async (t) => {
  const { page, site, edge } = await visit(t);
  const heard = await listen(page);
  edge.answer = refusal(400, "VALIDATION_ERROR", { email: "Invalid email" });
  await page.goto(site);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Isian ini tidak dapat diterima").waitFor();

  assert.deepEqual((await heard()).at(-1), ["invalid", { fields: ["email"] }]);
});

test("a page may call before the script is there, and by name afterwards", async (t) => {
  const { page, site, edge } = await visit(t);
  await page.addInitScript(() => {
    const calls = [["prefill", { firstName: "Andi", phone: "0812-3456-7890" }]];
    Object.assign(globalThis, { konektor: calls, known: calls });
  });
  const script = page.waitForResponse("**/konektor-calls-*.js");
  await page.goto(site);
  await script;
  await withValue(page.getByLabel("Nama"), "Andi");

  await page.evaluate(() => {
    window.konektor?.prefill?.({ email: "andi@example.com" });
    // What the page has kept under a name of its own is the same thing.
    /** @type {any} */ (globalThis).known.push(["submit"]);
  });
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions[0].fields, {
    firstName: "Andi",
    phone: "0812-3456-7890",
    email: "andi@example.com",
  });
});

test("a page that calls nothing fetches nothing for it", async (t) => {
  const { page, site, requests } = await visit(t);
  await page.goto(site);

  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(
    requests.filter((url) => /-(calls|datalayer)-/.test(url)),
    [],
  );
});

test("what the visitor typed is never overwritten, and no box is ticked for them", async (t) => {
  const { page, site } = await visit(t, {
    edit: (html) =>
      html.replace(
        '<button type="submit">',
        `<label>Setuju promosi <input type="checkbox" name="promo"></label>
         <label>Kota <select name="city"><option value="">Pilih</option><option>Bandung</option><option>Bogor</option></select></label>
         <label>Warna <select name="colour"><option value="">Pilih</option><option>Biru</option><option>Merah</option></select></label>
         <label>Konstruktor <input name="constructor"></label>
         <button type="submit">`,
      ),
  });
  await page.goto(`${site}/plain.html`);
  await page.getByLabel("Nama").fill("Siti");
  await page.getByLabel("Email").fill("siti@example.com");
  await page.getByLabel("Email").fill("");
  await page.getByLabel("Warna").selectOption("Merah");

  await page.evaluate(() =>
    window.konektor?.push(
      ["prefill", { firstName: "Andi", email: "andi@example.com", phone: 6281234567890, promo: "on" }],
      ["prefill", { city: "Bogor", colour: "Biru", message: "Halo" }],
    ),
  );
  await withValue(page.getByLabel("Pesan"), "Halo");

  assert.equal(await page.getByLabel("Nama").inputValue(), "Siti");
  assert.equal(await page.getByLabel("Email").inputValue(), "", "emptied by the visitor");
  assert.equal(await page.getByLabel("Nomor WhatsApp").inputValue(), "6281234567890");
  assert.equal(await page.getByLabel("Kota").inputValue(), "Bogor");
  assert.equal(await page.getByLabel("Warna").inputValue(), "Merah");
  assert.equal(await page.getByLabel("Setuju promosi").isChecked(), false);
  assert.equal(await page.getByLabel("Konstruktor").inputValue(), "");
});

test("a call waits for its form, and one whose form never comes troubles nobody", async (t) => {
  const { page, site, complaints } = await visit(t);
  await page.goto(site);
  await page.evaluate(() => {
    window.konektor?.push(["prefill", { firstName: "Andi" }, "later"], ["submit", "never"]);
    window.konektor?.push(["prefill", { firstName: "Budi" }, "promo"]);
  });
  await withValue(page.getByLabel("Nama"), "Budi");

  await page.evaluate(() => {
    const form = document.createElement("konektor-form");
    form.setAttribute("form", "later");
    form.id = "later";
    document.body.append(form);
  });

  await withValue(page.locator("#later").getByLabel("Name").or(page.locator("#later").getByLabel("Nama")), "Andi");
  assert.deepEqual(complaints, []);
});

test("a broken call is told in the console, without what it was given, and the next one is made", async (t) => {
  const { page, site, complaints } = await visit(t);
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(site);

  await page.evaluate(() =>
    /** @type {any} */ (window).konektor.push(
      null,
      ["prefil", { firstName: "Rahasia" }],
      ["prefill", null],
      ["toString"],
      ["prefill", { firstName: "Andi" }],
    ),
  );
  await withValue(page.getByLabel("Nama"), "Andi");

  assert.equal(warnings.length, 4, warnings.join("\n"));
  assert.match(warnings.join("\n"), /konektor: there is no call "prefil"/);
  assert.doesNotMatch(warnings.join("\n"), /Rahasia/);
  assert.deepEqual(complaints, []);
});

for (const [what, prepare, id] of /** @type {[string, () => void, string][]} */ ([
  ["an element with the id konektor", () => {}, "konektor"],
  ["a page's own object of that name", () => Object.assign(globalThis, { konektor: { mine: true } }), ""],
  ["a frozen array", () => Object.assign(globalThis, { konektor: Object.freeze([["submit"]]) }), ""],
  ["a property that cannot be set", () => Object.defineProperty(globalThis, "konektor", { get: () => 1 }), ""],
])) {
  test(`${what} does not break the form`, async (t) => {
    const { page, site, complaints } = await visit(t, { edit: (html) => html.replace("<body>", `<body id="${id}">`) });
    /** @type {string[]} */
    const warnings = [];
    page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
    await page.addInitScript(prepare);
    await page.goto(site);
    await page.getByLabel("Nama").waitFor();

    const api = await page.evaluate(() => typeof window.konektor?.prefill);
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();

    assert.equal(api, id ? "function" : "undefined");
    assert.equal(warnings.length, id ? 0 : 1, warnings.join("\n"));
    assert.deepEqual(complaints, []);
  });
}

test("submit does what the button does, for one form", async (t) => {
  const { page, site, edge } = await visit(t, { edit: twoForms });
  await page.goto(site);

  await page.evaluate(() => window.konektor?.push(["submit"]));
  await page.getByText("Nama wajib diisi.").waitFor();
  assert.equal(await page.getByText("Nama wajib diisi.").count(), 1);
  await page.locator("#second").getByLabel("Nama").fill("Siti");
  await page.locator("#second").getByLabel("Nomor WhatsApp").fill("0812-3456-7890");
  await page.evaluate(() => {
    const second = document.querySelector("#second");
    if (second) window.konektor?.push(["submit", second]);
  });
  await page.getByText(CODE).waitFor();

  assert.deepEqual(
    edge.submissions.map(({ fields }) => fields.firstName),
    ["Siti"],
  );
});

for (const path of ["/", "/plain.html"]) {
  test(`reset on ${path} takes back messages, and after a receipt brings an empty form back`, async (t) => {
    const { page, site, edge } = await visit(t);
    await page.goto(site + path);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Nama wajib diisi.").waitFor();
    await page.getByLabel("Nama").fill("Siti");

    await page.evaluate(() => window.konektor?.push(["reset"]));
    await withValue(page.getByLabel("Nama"), "");
    assert.equal(await page.getByText("wajib diisi").count(), 0);
    assert.equal(await page.getByText("Mohon periksa").count(), 0);
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();
    assert.equal(await page.getByLabel("Nama").isVisible(), false);
    await page.evaluate(() => window.konektor?.push(["submit"], ["reset"]));
    await page.getByLabel("Nama").waitFor();

    assert.equal(await page.getByText(CODE).count(), 0);
    assert.equal(await page.getByLabel("Nama").inputValue(), "");
    assert.equal(edge.submissions.length, 1, "a form with a receipt sends nothing");
    await fillIn(page, { Nama: "Budi" });
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();
    assert.equal(edge.submissions[1].fields.firstName, "Budi");
    assert.notEqual(edge.submissions[1].id, edge.submissions[0].id);
  });
}

test("consent that is told by a call goes with the lead", async (t) => {
  const { page, site, edge } = await visit(t);
  await page.addInitScript(() => Object.assign(globalThis, { konektor: [] }));
  await page.goto(`${site}/?utm_source=google&gclid=x`);

  await page.evaluate(() => window.konektor?.push(["consent", "granted"]));
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions[0].consent, "granted");
  assert.equal(edge.submissions[0].touch.last.params.gclid, "x");
});

/** @param {string} html */
function twoForms(html) {
  return html.replace(
    /<konektor-form.*?<\/konektor-form>/s,
    (form) => form + form.replace(" form=", ' id="second" form='),
  );
}

/** Waits until a field holds a value. @param {import("playwright-core").Locator} field @param {string} value */
async function withValue(field, value) {
  const element = await field.elementHandle();
  await field
    .page()
    .waitForFunction(([input, wanted]) => /** @type {any} */ (input).value === wanted, [element, value]);
}
