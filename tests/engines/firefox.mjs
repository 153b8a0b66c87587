// @ts-check
// Debian's Firefox, which is the stock one, by puppeteer-core over WebDriver BiDi: its window can have a phone's size, but neither a
// touch screen nor another user agent.

import { launch } from "puppeteer-core";
import { until } from "../edge/parts.mjs";
import { executable } from "../executable.mjs";

/** @type {import("./engine.mjs").Engine} */
export const firefox = {
  name: "firefox",
  programs: ["firefox-esr"],
  async launch() {
    const browser = await launch({
      browser: "firefox",
      executablePath: executable("firefox-esr") ?? "firefox-esr",
      defaultViewport: null,
      extraPrefsFirefox: { "intl.accept_languages": "id-ID" },
    });
    return {
      version: await browser.version(),
      async visitor({ width, height }) {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();
        // An older Firefox takes the size, and refuses the orientation that is sent with it.
        await page.setViewport({ width, height }).catch(() => {});
        await until(
          () => page.evaluate((width, height) => innerWidth === width && innerHeight === height, width, height),
          `Firefox to be ${width} × ${height}`,
        );
        return {
          goto: (url) => page.goto(url),
          reload: () => reload(page),
          // The library waits for a load, and a page out of the back/forward cache has none.
          back: () => page.evaluate(() => history.back()),
          evaluate: (code, given) => page.evaluate(/** @type {any} */ (code), given),
          point: (x, y) => page.mouse.click(x, y),
          press: (key) => page.keyboard.press(key === "Space" ? " " : key),
          type: (text) => page.keyboard.type(text),
          close: () => context.close(),
        };
      },
      close: () => browser.close(),
    };
  },
};

/** Once a page has come out of the back/forward cache, the library waits in vain for it to be loaded anew. @param {import("puppeteer-core").Page} page */
async function reload(page) {
  await page.evaluate(() => {
    Object.assign(globalThis, { outdated: true });
    location.reload();
  });
  const loaded = () => page.evaluate(() => !("outdated" in globalThis) && document.readyState === "complete");
  await until(() => loaded().catch(() => false), "the page to be loaded anew");
}
