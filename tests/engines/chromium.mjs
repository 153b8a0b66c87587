// @ts-check
// Debian's Chromium by playwright-core. The one engine here that can be a phone: touch screen, mobile viewport and user agent.

import { launch } from "../chromium.mjs";

/** @type {import("./engine.mjs").Engine} */
export const chromium = {
  name: "chromium",
  programs: ["chromium"],
  async launch() {
    const browser = await launch();
    return {
      version: browser.version(),
      async visitor({ width, height, touch = false, userAgent }) {
        const context = await browser.newContext({
          locale: "id-ID",
          viewport: { width, height },
          hasTouch: touch,
          isMobile: touch,
          ...(userAgent && { userAgent }),
        });
        const page = await context.newPage();
        return {
          goto: (url) => page.goto(url),
          reload: () => page.reload(),
          back: () => page.goBack(),
          evaluate: (code, given) => page.evaluate(/** @type {any} */ (code), given),
          point: (x, y) => (touch ? page.touchscreen.tap(x, y) : page.mouse.click(x, y)),
          press: (key) => page.keyboard.press(key),
          type: (text) => page.keyboard.type(text),
          close: () => context.close(),
        };
      },
      close: () => browser.close(),
    };
  },
};
