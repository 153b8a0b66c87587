// @ts-check
// One visitor of one side, in a browser profile of their own: comes for the first time, goes to the receipt where the side can, comes
// again. Decides from when to when is counted; which sides there are and how often is the comparison's matter.

import { devices } from "playwright-core";
import { open } from "./meter.mjs";

const PHONE = "Pixel 7";
const NAME = "Siti";

/** @typedef {import("./meter.mjs").Cost & { usable: number | undefined, shift: number }} Look Until nothing is left to do, before anybody touches anything. */

/** @typedef {{ cold: Look, warm: Look, receipt?: import("./meter.mjs").Cost }} Visit */

/**
 * @param {import("playwright-core").Browser} browser
 * @param {import("./sides.mjs").Side} side
 * @param {string} address
 * @param {import("./meter.mjs").Condition} condition
 * @returns {Promise<Visit>}
 */
export async function visit(browser, side, address, condition) {
  const context = await browser.newContext({ ...devices[PHONE], locale: "id-ID" });
  try {
    const first = await open(context, side, address, condition);
    const cold = await look(first);
    if (side.form) await touch(first.page, side.name);
    const receipt = side.journey ? await journey(first) : undefined;
    await first.page.close();
    const again = await open(context, side, address, condition);
    return { cold, warm: await look(again), ...(receipt && { receipt }) };
  } finally {
    await context.close();
  }
}

/** @param {import("./meter.mjs").Opened} opened @returns {Promise<Look>} */
async function look({ page, cost }) {
  await page.evaluate(() => bench.settled());
  const sofar = await cost();
  const shift = await page.evaluate(() => bench.shift());
  const when = (/** @type {import("playwright-core").Frame | import("playwright-core").Page} */ document) =>
    document.evaluate(async () => ({ usable: await bench.usable, origin: performance.timeOrigin }));
  const { usable, origin } = await when(page);
  const [, inner] = page.frames();
  const framed = inner && (await when(inner));
  return { ...sofar, shift, usable: framed?.usable === undefined ? usable : framed.usable + framed.origin - origin };
}

/** What is called usable has to take what is typed. @param {import("playwright-core").Page} page @param {string} side */
async function touch(page, side) {
  const [, inner] = page.frames();
  const { x, y } = await (inner ?? page).evaluate(() => bench.place());
  const corner = inner && (await (await inner.frameElement()).boundingBox());
  await page.mouse.click(x + (corner?.x ?? 0), y + (corner?.y ?? 0));
  await page.keyboard.type(NAME);
  const typed = await (inner ?? page).evaluate(() => bench.value());
  if (typed !== NAME) throw new Error(`${side}: the first field holds ${typed}`);
}

/** From the first field, which is filled in, to the receipt. @param {import("./meter.mjs").Opened} opened */
async function journey({ page, cost }) {
  await page.keyboard.press("Tab");
  await page.keyboard.type("081234567890");
  await page.keyboard.press("Tab");
  await page.keyboard.type("siti@example.com");
  await page.keyboard.press("Enter");
  await page.evaluate(() => bench.received());
  await page.evaluate(() => bench.settled());
  return cost();
}
