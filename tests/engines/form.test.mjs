// @ts-check
// The form in each engine before an edge that answers what the journey wants: what it says, what it can do without, and what it
// does when sending fails.

import assert from "node:assert/strict";
import { CODE, RECEIVED, refusal } from "../browser/fake-edge.mjs";
import { fillIn } from "./form.mjs";
import { journey } from "./journey.mjs";
import { beforeFakeEdge } from "./parts.mjs";

journey("mistakes are told in Indonesian beside their fields, and nothing is sent", async (visit, t) => {
  const { edge, site } = await beforeFakeEdge(t);
  const page = await visit(site);
  await page.open();

  // The browser's own rule would take this address.
  await page.fill("Email", "siti@toko");
  await page.press("Tab");
  await page.sees("Tulis alamat email yang lengkap, misalnya nama@contoh.com.");
  await page.click("Kirim");
  await page.sees("Nama wajib diisi.");
  assert.equal(await page.focused(), "Nama");
  assert.equal(edge.submissions.length, 0);
  await fillIn(page);
  await page.click("Kirim");

  assert.ok(!(await page.sees(CODE)).includes("wajib diisi"));
  assert.equal(edge.submissions.length, 1);
  assert.deepEqual(await site.complaints(page), []);
});

journey("the whole way can be gone by keyboard alone", async (visit, t) => {
  const { edge, site } = await beforeFakeEdge(t);
  const page = await visit(site);
  await page.open();

  await page.tabTo("Setuju");
  await page.press("Enter");
  for (const [label, text] of [
    ["Nama", "Siti Rahayu"],
    ["Nomor WhatsApp", "0812"],
  ]) {
    await page.tabTo(label ?? "");
    await page.type(text ?? "");
  }
  // A field that is left before the rules are there is checked when they are.
  await page.tabTo("Email");
  await page.sees("Nomor ini terlalu pendek.");
  await page.press("Enter");
  await page.sees("Belum terkirim. Mohon periksa isian yang ditandai.");
  assert.equal(await page.focused(), "Nomor WhatsApp");
  await page.press("End");
  await page.type("34567890");
  await page.tabTo("Kirim");
  await page.press("Space");
  await page.sees(CODE);

  assert.deepEqual(
    edge.submissions.map(({ fields, consent }) => ({ phone: fields.phone, consent })),
    [{ phone: "081234567890", consent: "granted" }],
  );
  assert.deepEqual(await site.complaints(page), []);
});

for (const [what, change] of /** @type {[string, (site: import("./site.mjs").Site) => void][]} */ ([
  ["a page's policy forbids wasm", (site) => (site.edit = (html) => html.replace(" 'wasm-unsafe-eval'", ""))],
  ["the wasm does not arrive", (site) => (site.refuses = (path) => path.includes(".wasm"))],
])) {
  journey(`where ${what}, the form still checks what it can, and sends`, async (visit, t) => {
    const { edge, site } = await beforeFakeEdge(t);
    change(site);
    const page = await visit(site);
    await page.open();

    await page.fill("Email", "x");
    await page.click("Kirim");
    await page.sees("Nama wajib diisi.");
    await page.sees("Tulis alamat email yang lengkap");
    assert.equal(edge.submissions.length, 0);
    await fillIn(page, { "Nomor WhatsApp": "12" });
    await page.click("Kirim");
    await page.sees(CODE);

    assert.equal(edge.submissions[0].fields.phone, "12", "no rule was there to refuse it");
  });
}

journey("an edge that fails is told as it is, and the retry repeats the id", async (visit, t) => {
  const { edge, site } = await beforeFakeEdge(t);
  edge.answer = refusal(503, "NOT_STORED");
  const page = await visit(site);
  await page.open();
  await fillIn(page);

  await page.click("Kirim");
  const said = await page.sees("Belum terkirim");
  assert.ok(!said.includes("sudah kami terima"));
  edge.answer = RECEIVED;
  await page.click("Coba lagi");
  await page.sees(CODE);

  assert.ok(edge.submissions.length > 1);
  assert.equal(new Set(edge.submissions.map(({ id }) => id)).size, 1);
});

journey("who goes on, comes back and loads the page anew sends once", async (visit, t) => {
  const { edge, site } = await beforeFakeEdge(t);
  const page = await visit(site);
  await page.open();
  await page.fill("Nama", "Siti");

  await page.click("Formulir tanpa widget");
  await page.waitFor(() => location.pathname === "/plain.html", "the other page");
  await page.back();
  await page.waitFor(() => location.pathname === "/", "the page before");
  await page.fill("Nama", "Siti R.");
  await page.reload();
  await fillIn(page);
  await page.click("Kirim");
  await page.sees(CODE);

  assert.deepEqual(
    edge.submissions.map(({ fields }) => fields.firstName),
    ["Siti Rahayu"],
  );
  assert.deepEqual(await site.complaints(page), []);
});
