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
      ["failed", { id, reason: "notKept", kept: false }],
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
