// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { executable } from "../../executable.mjs";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer } from "../consumer.mjs";
import { api, host, PROGRAM, UNBUNDLED } from "../pages.mjs";

const executablePath = executable("firefox-esr");

test("Firefox runs it", { skip: !executablePath && "there is no `firefox-esr` on the PATH" }, async (t) => {
  const sandbox = await startSandbox(t);
  const files = { "index.html": UNBUNDLED, "app.mjs": PROGRAM };
  const folder = await consumer(t, files, { "puppeteer-core": "24.43.1" });
  const { launch } = await import(join(folder, "node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js"));
  const firefox = await launch({ browser: "firefox", executablePath });
  t.after(() => firefox.close());
  const page = await firefox.newPage();

  await page.goto(await host(t, folder, await api(folder, sandbox, KEY)));
  const body = await page.waitForSelector("body[data-result]");
  const result = await body.evaluate((/** @type {HTMLElement} */ element) => element.dataset.result);

  assert.deepEqual(JSON.parse(result), ARRIVED);
  t.diagnostic(await firefox.version());
});
