// @ts-check
// The widget under the policies that pages have: a strict one, and one that forbids wasm.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

for (const path of ["/", "/plain.html"]) {
  test(`under a strict policy ${path} violates nothing and has no inline style`, async (t) => {
    const { page, site, edge, complaints } = await visit(t);
    edge.answer = refusal(503, "NOT_STORED");
    await page.goto(`${site}${path}?gclid=x`);
    await page.getByRole("button", { name: "Setuju" }).click();

    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Nama wajib diisi.").waitFor();
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByRole("button", { name: "Coba lagi" }).waitFor();
    const styled = await page.evaluate(() => {
      const root = document.querySelector("konektor-form")?.shadowRoot;
      return [document, ...(root ? [root] : [])].flatMap((tree) =>
        Array.from(tree.querySelectorAll("[style], style"), ({ outerHTML }) => outerHTML),
      );
    });
    edge.answer = RECEIVED;
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByText(CODE).waitFor();

    assert.deepEqual(styled, []);
    // Chromium reports the 503 that this test asked for.
    assert.deepEqual(
      complaints.filter((text) => !text.includes("503")),
      [],
    );
  });
}

test("where a policy forbids wasm the browser's own rules hold and the form still submits", async (t) => {
  const { page, site, edge } = await visit(t, {
    edit: (html) => html.replace(" 'wasm-unsafe-eval'", ""),
  });
  await page.goto(`${site}/?utm_source=google&gclid=x`);
  await page.getByRole("button", { name: "Setuju" }).click();

  await page.getByLabel("Email").fill("x");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama wajib diisi.").waitFor();
  await page.getByText("Tulis alamat email yang lengkap").waitFor();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  const blocked = await page.evaluate(() =>
    WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(
      () => false,
      () => true,
    ),
  );
  assert.ok(blocked, "the policy holds");
  assert.equal(edge.submissions[0].fields.phone, "0812-3456-7890");
  assert.equal(edge.submissions[0].touch.last.params.gclid, "x");
});

test("where a policy forbids wasm, the edge's refusal is told at the field", async (t) => {
  const { page, site, edge } = await visit(t, { edit: (html) => html.replace(" 'wasm-unsafe-eval'", "") });
  edge.answer = refusal(400, "VALIDATION_ERROR", { phone: "Invalid phone" });
  await page.goto(site);
  await fillIn(page, { "Nomor WhatsApp": "hubungi saya" });

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Isian ini tidak dapat diterima").waitFor();

  assert.equal(edge.submissions.length, 1, "without the rules it was sent");
  assert.equal(await page.getByLabel("Nomor WhatsApp").getAttribute("aria-invalid"), "true");
});
