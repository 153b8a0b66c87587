// @ts-check
// A submission that does not get through waits in the browser and goes out once: IndexedDB, locks and timers of each engine,
// before an edge that is really gone for a while.

import assert from "node:assert/strict";
import { fillIn, receipt } from "./form.mjs";
import { journey } from "./journey.mjs";
import { RealParts } from "./parts.mjs";

/** Pauses between tries grow: the second one, after a try as the page was left, is at most 20 s. */
const WAIT_SECONDS = 60;

const parts = new RealParts();

journey("what the edge was not there for is kept, and the next visit delivers it once", async (visit) => {
  const email = `siti.${crypto.randomUUID()}@example.com`;
  const page = await visit(parts.site);
  await page.open("/");
  await fillIn(page, { Email: email });

  await parts.edgeGoes();
  await page.click("Kirim");
  const said = await page.sees("tersimpan di perangkat ini");
  assert.ok(!said.includes("sudah kami terima"));
  // Away from every form: what comes next is another visit.
  await page.open("/logo.svg");
  await parts.edgeComes();
  await page.open("/");

  assert.equal((await parts.found(email, WAIT_SECONDS)).length, 1);
  // Another lead gets through after whatever else would have gone out with the first.
  await page.open("/");
  await fillIn(page);
  await page.click("Kirim");
  await parts.found(await receipt(page));
  assert.equal((await parts.found(email)).length, 1);
});
