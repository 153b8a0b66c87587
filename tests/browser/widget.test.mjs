// @ts-check
// The element on the demo page, from its first byte to the receipt, against an edge that answers what each test wants.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CODE, RECEIVED, receivedThen, refusal } from "./fake-edge.mjs";
import { fillIn, rulesArrive, visit } from "./site.mjs";

const PUBLIC = new URL("../../www/src/public.ts", import.meta.url);
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("before a visitor touches the form, one script is loaded, no wasm is, and the edge hears nothing", async (t) => {
  // A page's own fields have a file of their own.
  const { page, site, requests, edge } = await visit(t, { edit: (html) => html.replace(/<label>.*?<\/label>/s, "") });

  await page.goto(site);
  await page.getByLabel("Nama").waitFor();
  // What the script had asked for by now would have been asked before this.
  await page.evaluate(() => fetch("/logo.svg?marker"));

  const marker = requests.findIndex((url) => url.endsWith("?marker"));
  const widget = requests.slice(0, marker).filter((url) => url.includes("/widget/"));
  assert.deepEqual(widget, [`${site}/widget/konektor-form.js`]);
  assert.equal(edge.tokens, 0);
});

test("the default form asks for four files in all, also when it has to try again", async (t) => {
  const withoutOwnFields = (/** @type {string} */ html) =>
    html.replace(/<konektor-form ([^>]*)>.*?<\/konektor-form>/s, "<konektor-form $1></konektor-form>");
  const { page, site, requests, edge } = await visit(t, { edit: withoutOwnFields });
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(`${site}/?gclid=x`);
  await page.getByRole("button", { name: "Setuju" }).click();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();
  edge.answer = RECEIVED;
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(CODE).waitFor();

  const asked = requests.map((url) => /\/widget\/konektor-([a-z]+)/.exec(url)?.[1]).filter(Boolean);

  // `cargo xtask size` counts these, and lists every other by itself.
  assert.deepEqual(asked.sort(), ["form", "rules", "session", "touch"]);
});

test("the element reads the attributes that are declared for apps, and no others", async (t) => {
  const [, attributes = ""] = /interface KonektorFormAttributes \{(.*?)\n\}/s.exec(readFileSync(PUBLIC, "utf8")) ?? [];
  const declared = [...attributes.matchAll(/^ {2}"?([\w-]+)"?\??:/gm)].map(([, name]) => name);
  const { page, site, edge } = await visit(t);
  await page.addInitScript(() => {
    const read = new Set();
    Object.assign(globalThis, { read });
    const { getAttribute } = Element.prototype;
    Element.prototype.getAttribute = function (name) {
      if (this.localName === "konektor-form") read.add(name);
      return getAttribute.call(this, name);
    };
  });
  edge.answer = receivedThen({ kind: "redirect", url: `${site}/plain.html` });

  await page.goto(site);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  const read = await page.evaluate(() => [...Object(globalThis).read]);
  assert.ok(declared.length >= 10);
  assert.deepEqual(read.sort(), declared.sort());
});

test("the first touch fetches the rules and the form's token, once", async (t) => {
  const { page, site, requests, edge } = await visit(t);
  await page.goto(site);

  const arrived = rulesArrive(page);
  await page.getByLabel("Nama").focus();
  await arrived;
  await page.getByLabel("Email").focus();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.tokens, 1);
  assert.equal(requests.filter((url) => url.includes(".wasm")).length, 1);
  assert.deepEqual(edge.submissions[0].proof, { formToken: "token-of-the-form" });
});

test("a mistake is told beside its field when the field is left, and taken back as it is corrected", async (t) => {
  const { page, site } = await visit(t);
  await page.goto(site);
  const phone = page.getByLabel("Nomor WhatsApp");
  const said = page.locator(`#${await tiedMessage(page, "Nomor WhatsApp")}`);

  await phone.pressSequentially("12ab");
  assert.equal(await said.textContent(), "", "nobody is told off while typing");
  await phone.press("Tab");

  await said.getByText("Ada huruf di nomor ini").waitFor();
  assert.equal(await phone.getAttribute("aria-invalid"), "true");
  await phone.fill("0812 3456 7890");
  assert.equal(await said.textContent(), "");
  assert.equal(await phone.getAttribute("aria-invalid"), null);
});

test("the rules are Rust's: the longest name has 100 UTF-16 units, and the e-mail rule is the server's", async (t) => {
  const { page, site } = await visit(t);
  await page.goto(site);
  const arrived = rulesArrive(page);
  await page.getByLabel("Nama").focus();
  await arrived;

  for (const [label, value, message] of /** @type {[string, string, string][]} */ ([
    ["Nama", "😀".repeat(50), ""],
    ["Nama", `${"😀".repeat(50)}x`, "Terlalu panjang: paling banyak 100 karakter."],
    ["Email", "a@b.co", ""],
    ["Email", "a@b", "Tulis alamat email yang lengkap, misalnya nama@contoh.com."],
    ["Pesan", "x".repeat(3400), ""],
    ["Pesan", "x".repeat(3401), "Terlalu panjang: paling banyak 3400 karakter."],
  ])) {
    await page.getByLabel(label).fill(value);
    await page.getByLabel(label).blur();
    const said = page.locator(`#${await tiedMessage(page, label)}`);
    await said.and(page.getByText(message, { exact: true })).waitFor({ state: "attached" });
  }
});

test("a field that was left before the rules arrived is checked when they do", async (t) => {
  const { page, site, context } = await visit(t);
  /** @type {(() => void)[]} */
  const held = [];
  await context.route("**/konektor-session-*.js", async (route) => {
    await new Promise((release) => held.push(() => release(undefined)));
    await route.continue();
  });
  await page.goto(site);
  const asked = page.waitForRequest("**/konektor-session-*.js");
  await page.getByLabel("Nomor WhatsApp").fill("12");
  await page.getByLabel("Email").focus();
  await asked;

  for (const release of held) release();

  await page.getByText("Nomor ini terlalu pendek").waitFor();
});

test("a click on the button counts although the message of the field it leaves moves the button", async (t) => {
  const { page, site, edge } = await visit(t);
  await page.goto(site);
  const arrived = rulesArrive(page);
  await fillIn(page, { Nama: "", Email: "x" });
  await arrived;

  await page.getByRole("button", { name: "Kirim" }).scrollIntoViewIfNeeded();
  const box = await page.getByRole("button", { name: "Kirim" }).boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 2);
  await page.mouse.down();
  await page.mouse.up();

  await page.getByText("Mohon periksa isian yang ditandai").waitFor();
  await page.getByText("Nama wajib diisi.").waitFor();
  assert.equal(edge.submissions.length, 0);
});

test("an incomplete form sends nothing and leads to the first mistake", async (t) => {
  const { page, site, edge } = await visit(t);
  await page.goto(site);

  await page.getByLabel("Email").fill("siti@example.com");
  await page.getByRole("button", { name: "Kirim" }).click();

  await page.getByText("Nomor WhatsApp wajib diisi.").waitFor();
  assert.equal(await focused(page), "firstName");
  assert.equal(edge.submissions.length, 0);
});

test("a double click sends once", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = "hold";
  await page.goto(site);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).dblclick();
  await page.getByText("Mengirim…").waitFor();
  await page.getByLabel("Nama").press("Enter");
  await edge.release();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 1);
});

test("received is said only after the edge's 202, with the code", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = "hold";
  await page.goto(site);
  await fillIn(page, { Pesan: "  Rumah 120 m²\natap genteng " });
  await page.evaluate(() => {
    addEventListener("konektor:received", (event) => {
      document.title = JSON.stringify(/** @type {CustomEvent} */ (event).detail);
    });
  });

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Mengirim…").waitFor();
  assert.equal(await page.getByText("sudah kami terima").count(), 0);
  await edge.release();
  await page.getByText("Terima kasih, data Anda sudah kami terima.").waitFor();

  const [sent] = edge.submissions;
  assert.equal(sent.v, 1);
  assert.match(sent.id, UUID_V4);
  assert.deepEqual(sent.fields, {
    firstName: "Siti Rahayu",
    phone: "0812-3456-7890",
    email: "siti@example.com",
    message: "Rumah 120 m²\natap genteng",
  });
  assert.equal(await page.locator("[part=code]").textContent(), CODE);
  assert.deepEqual(JSON.parse(await page.title()), { id: sent.id, uniqueCode: CODE });
  const typed = await page.locator("konektor-form").locator("input:not([type=checkbox]), textarea").all();
  assert.deepEqual(new Set(await Promise.all(typed.map((field) => field.inputValue()))), new Set([""]));
});

for (const [what, answer, words] of /** @type {[string, import("./fake-edge.mjs").Answer, string][]} */ ([
  ["a 503", refusal(503, "NOT_STORED"), "Belum terkirim karena gangguan di pihak kami"],
  ["a 429", refusal(429, "RATE_LIMITED"), "terlalu banyak kiriman"],
  ["connections that break", "cut", "Kami belum menerima konfirmasi"],
  ["a 502 of something between", { status: 502, body: "<html>" }, "Kami belum menerima konfirmasi"],
  ["a 202 without a receipt", { status: 202, body: { success: true } }, "Kami belum menerima konfirmasi"],
  ["a 200", { status: 200, body: { success: true, data: { uniqueCode: "KNK-x" } } }, "Kami belum menerima konfirmasi"],
])) {
  test(`after ${what}, where nothing can be kept, the visitor is told the truth, and a retry repeats the id`, async (t) => {
    const { page, site, edge, context } = await visit(t);
    await context.addInitScript(() => Object.defineProperty(window, "indexedDB", { value: null }));
    edge.answer = answer;
    await page.goto(site);
    await fillIn(page);

    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(words).waitFor();
    assert.equal(await page.getByText("sudah kami terima").count(), 0);
    const before = edge.submissions.length;
    edge.answer = RECEIVED;
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByText(CODE).waitFor();

    // A browser repeats a request by itself when a connection that it had kept breaks.
    assert.equal(edge.submissions.length, before + 1);
    assert.equal(new Set(edge.submissions.map(({ id }) => id)).size, 1);
  });
}

test("what is corrected after a failure is another submission", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = "cut";
  await page.goto(site);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();
  edge.answer = RECEIVED;
  await page.getByLabel("Nama").fill("Siti R.");
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(CODE).waitFor();

  assert.notEqual(edge.submissions.at(0).id, edge.submissions.at(-1).id);
});

test("a field that the edge refuses is marked and focused until it is changed", async (t) => {
  const { page, site, edge } = await visit(t);
  edge.answer = refusal(400, "VALIDATION_ERROR", { email: "Invalid email" });
  await page.goto(site);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Isian ini tidak dapat diterima").waitFor();

  assert.equal(await focused(page), "email");
  await page.getByLabel("Nama").focus();
  assert.equal(await page.getByLabel("Email").getAttribute("aria-invalid"), "true", "it is still the same value");
  await page.getByLabel("Email").fill("siti.r@example.com");
  assert.equal(await page.getByLabel("Email").getAttribute("aria-invalid"), null);
});

test("an edge without a token for the form takes the submission all the same", async (t) => {
  const { page, site, edge, edgeAddress, context } = await visit(t);
  await context.route(`${edgeAddress}/v1/forms/promo`, (route) => route.fulfill({ status: 404, body: "not here" }));
  await page.goto(site);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions[0].proof, {});
});

test("a script that does not arrive leaves a form that posts itself", async (t) => {
  const { page, site, edge, context } = await visit(t);
  await context.route("**/konektor-session-*.js", (route) => route.abort());
  await page.goto(site);
  await fillIn(page, { Nama: "" });

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.waitForFunction(
    () => document.querySelector("konektor-form")?.shadowRoot?.activeElement?.id === "firstName",
  );
  assert.equal(edge.submissions.length, 0, "the browser's own validation holds");
  await page.getByLabel("Nama").fill("Siti");
  await page.getByRole("button", { name: "Kirim" }).click();

  await page.waitForURL(/\/v1\/forms\/promo\/submissions$/);
  assert.equal(edge.submissions[0].firstName, "Siti");
});

test("nobody meets the honeypot, and what a program writes into it is told to the edge", async (t) => {
  const { page, site, edge } = await visit(t);
  await page.goto(site);
  const trap = page.locator('konektor-form [name="_hp"]');

  assert.equal(await page.getByRole("textbox").count(), 4, "assistive technology sees four fields");
  const box = await trap.boundingBox();
  const shown = await page.evaluate(
    ({ x, y }) => document.querySelector("konektor-form")?.shadowRoot?.elementFromPoint(x, y)?.getAttribute("name"),
    { x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5 },
  );
  assert.notEqual(shown, "_hp");
  await fillIn(page);
  await trap.evaluate((input) => {
    /** @type {HTMLInputElement} */ (input).value = "https://spam.example";
  });
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions[0].fields._hp, "https://spam.example");
});

/** The id of the message that is tied to a field. @param {import("playwright-core").Page} page @param {string} label */
async function tiedMessage(page, label) {
  const field = page.getByLabel(label);
  await field.focus();
  await field.and(page.locator("[aria-describedby]")).waitFor();
  return field.getAttribute("aria-describedby");
}

/** The name of the field that has the focus. @param {import("playwright-core").Page} page */
function focused(page) {
  return page.evaluate(() => document.querySelector("konektor-form")?.shadowRoot?.activeElement?.getAttribute("name"));
}

test("where storage is blocked, the page's own banner tells the form all the same", async (t) => {
  const { page, site, complaints } = await visit(t);
  await page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException("blocked", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: blocked });
  });
  await page.goto(site);

  await page.getByRole("button", { name: "Setuju" }).click();

  await page.locator("konektor-form[consent=granted]").waitFor();
  assert.equal(await page.getByRole("button", { name: "Setuju" }).isVisible(), false);
  assert.deepEqual(complaints, []);
});
