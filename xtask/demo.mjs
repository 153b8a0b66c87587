// The visitor of `cargo xtask demo --once`: arrives from an ad, consents, fills the form in as a person would, and keeps the
// receipt; then reads the lead back from the Agent API through the npm package. The lead is the one line on stdout.
// @ts-check

import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Konektor } from "konektor";
import { launch } from "../tests/chromium.mjs";

/** How long a person would wait for anything on a page, and a team for a lead. */
const PATIENCE_MS = 30_000;
const DELIVERY_MS = 90_000;

const { values } = parseArgs({
  options: { page: { type: "string" }, api: { type: "string" }, key: { type: "string" } },
});
const { page: landing, api, key } = values;
if (!landing || !api || !key) throw new Error("--page, --api and --key are needed");

/** @template T @param {string} what @param {() => Promise<T>} act */
async function step(what, act) {
  console.error(`  ${what}`);
  try {
    return await act();
  } catch (error) {
    throw new Error(`could not ${what}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** @param {string} query */
async function visit(query) {
  const browser = await step("open a browser", () => launch());
  try {
    const page = await browser.newPage({ locale: "id-ID" });
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("console", (message) => {
      if (message.type() === "error") console.error(`  [browser] ${message.text()}`);
    });
    page.on("pageerror", (error) => console.error(`  [browser] ${error.message}`));

    await step("open the landing page", () => page.goto(`${landing}/?${query}`));
    await step("grant consent", () => page.getByRole("button", { name: "Setuju" }).click());
    const form = page.locator("konektor-form");
    await step("click into the name", () => form.getByLabel("Nama").click());
    await step("type and tab", async () => {
      for (const text of ["Siti Rahayu", "0812-3456-7890", "siti.rahayu@example.com", "Rumah 120 m², atap genteng"]) {
        await page.keyboard.type(text);
        await page.keyboard.press("Tab");
      }
      // Promotions may be had, not must.
      await page.keyboard.press("Tab");
    });
    await step("submit", async () => {
      const button = form.getByRole("button", { name: "Kirim" });
      if (!(await button.evaluate((element) => element.matches(":focus")))) throw new Error("Tab does not lead to it");
      await page.keyboard.press("Enter");
    });
    return await step("wait for the receipt", async () => {
      const text = await form
        .getByText(/KNK-abc123-\w{10}/)
        .first()
        .textContent();
      return /KNK-abc123-\w{10}/.exec(text ?? "")?.[0] ?? "";
    });
  } finally {
    await browser.close();
  }
}

/** @param {string} uniqueCode */
async function arrived(uniqueCode) {
  const konektor = new Konektor({ apiKey: key, baseUrl: api });
  const deadline = Date.now() + DELIVERY_MS;
  while (Date.now() < deadline) {
    for await (const lead of konektor.leads.list({ search: uniqueCode })) {
      if (lead.uniqueCode === uniqueCode) return konektor.leads.get(lead.id);
    }
    await sleep(500);
  }
  throw new Error(`there is none with ${uniqueCode} after ${DELIVERY_MS / 1000} s`);
}

const query = new URLSearchParams({
  utm_source: "google",
  utm_medium: "cpc",
  utm_campaign: "promo-januari",
  gclid: "Cj0KCQiA-demo_click-id.0123456789",
});
try {
  const uniqueCode = await visit(`${query}`);
  const lead = await step(`read lead ${uniqueCode} back`, () => arrived(uniqueCode));
  console.log(JSON.stringify(lead));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
