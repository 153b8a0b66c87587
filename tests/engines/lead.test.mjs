// @ts-check
// From an ad to a lead through the real edge and the sandbox, read back by the Agent API.

import assert from "node:assert/strict";
import { TRACKING_CODE } from "../edge/parts.mjs";
import { fillIn, receipt } from "./form.mjs";
import { journey } from "./journey.mjs";
import { RealParts } from "./parts.mjs";

const AD = "/?utm_source=google&utm_medium=cpc&utm_campaign=promo-januari&gclid=EAIaIQobChMI-x_Y";

const parts = new RealParts();

journey("an ad's visitor becomes one lead with all that was written and the click's id", async (visit) => {
  const page = await visit(parts.site);
  await page.open(AD);
  await page.click("Setuju");

  await fillIn(page, { Nama: "Siti Rahayu", Pesan: "Rumah 120 m\natap genteng" });
  await page.click("Kirim");
  const code = await receipt(page);

  assert.ok(code.startsWith(`${TRACKING_CODE}-`));
  const [lead, ...others] = await parts.found(code);
  assert.deepEqual(others, []);
  assert.equal(lead.uniqueCode, code);
  assert.equal(lead.firstName, "Siti Rahayu");
  assert.equal(lead.phone, "+6281234567890");
  assert.equal(lead.email, "siti@example.com");
  assert.equal(lead.source, "ads");
  assert.equal(lead.adPlatform, "google");
  assert.ok(lead.notes.startsWith("Rumah 120 m\natap genteng\n"), lead.notes);
  for (const part of ["EAIaIQobChMI-x_Y", "promo-januari"]) assert.ok(lead.notes.includes(part), part);
  assert.deepEqual(await parts.site.complaints(page), []);
});

journey("without consent there is a lead, and no click's id", async (visit) => {
  const page = await visit(parts.site);
  await page.open(AD);
  await page.click("Tolak");

  await fillIn(page);
  await page.click("Kirim");

  const [lead] = await parts.found(await receipt(page));
  assert.ok(!JSON.stringify(lead).includes("EAIaIQobChMI"), "the click's id was told");
  assert.ok(lead.notes.includes("promo-januari"), lead.notes);
});

journey("a page's own form becomes a lead, and its page stays", async (visit) => {
  const page = await visit(parts.site);
  await page.open("/plain.html?utm_source=tiktok&ttclid=tt-1");
  await page.click("Setuju");

  await fillIn(page);
  await page.click("Kirim");

  const [lead] = await parts.found(await receipt(page));
  assert.equal(lead.adPlatform, "tiktok");
  assert.equal(await page.evaluate(() => location.pathname), "/plain.html");
});
