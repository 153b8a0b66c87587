// @ts-check
// The sandbox's inspector in a real browser: what arrives is shown as it arrives, and whatever it says is text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { startSandbox } from "../edge/parts.mjs";
import { theBrowser } from "./site.mjs";

const HOSTILE = `<img src=x onerror="document.title='broken'">`;

test("the inspector shows leads and requests as they arrive, as text, under its own policy", async (t) => {
  const sandbox = await startSandbox("--port", "0", "--leads", "3");
  t.after(() => sandbox.stop());
  const context = await (await theBrowser()).newContext();
  t.after(() => context.close());
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  const create = (/** @type {string} */ firstName) =>
    fetch(`${sandbox.address}/api/v2/agent/leads`, {
      method: "POST",
      headers: { authorization: "Bearer knk_sandbox" },
      body: JSON.stringify({ firstName, notes: HOSTILE, uniqueCode: HOSTILE }),
    });

  // Given a page that is open already.
  await page.goto(`${sandbox.address}/__sandbox/inspector`);
  await page.getByText("3 leads, 0 requests").waitFor();
  assert.equal(await page.locator("#leads tbody tr").count(), 3);

  // When a lead comes that means no good, and a request that is refused.
  assert.equal((await create(HOSTILE)).status, 201);
  await page.getByText("4 leads, 1 requests").waitFor();
  assert.equal((await create("")).status, 400);
  await page.getByText("4 leads, 2 requests").waitFor();

  // Then both stand there, the newest first, and nothing of it became a part of the page.
  const cells = (/** @type {string} */ table) => page.locator(`#${table} tbody tr:first-child td`).allTextContents();
  assert.equal((await cells("leads")).filter((text) => text === HOSTILE).length, 3, "name, code and notes");
  const newest = await cells("requests");
  assert.ok(newest.includes("POST") && newest.includes("400") && newest.includes(HOSTILE), newest.join());
  assert.ok((await page.locator("#requests tbody tr").nth(1).locator("td").allTextContents()).includes("201"));
  assert.equal(await page.locator("td > *").count(), 0);
  assert.equal(await page.title(), "Konektor sandbox");
  assert.deepEqual(complaints, []);
});
