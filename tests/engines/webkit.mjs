// @ts-check
// WebKitGTK's MiniBrowser by WebKitWebDriver, on a display that nobody sees. One driver has one session, so that each visitor has
// a driver of its own. Its window can have a phone's size and user agent, but no touch screen.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, until } from "../edge/parts.mjs";
import { ask, driverOf } from "./webdriver.mjs";

// The browser's own buttons would not let its window become narrower than 447 pixels.
const SMALL_BUTTONS = "toolbar, entry, button { min-width: 0; margin: 0; padding: 0; border: 0; font-size: 1px; }";

/** @type {import("./engine.mjs").Engine} */
export const webkit = {
  name: "webkit",
  programs: ["WebKitWebDriver", "Xvfb"],
  async launch() {
    const settings = mkdtempSync(join(tmpdir(), "konektor-webkit-"));
    mkdirSync(join(settings, "gtk-3.0"));
    writeFileSync(join(settings, "gtk-3.0/gtk.css"), SMALL_BUTTONS);
    // It chooses its number.
    const display = start("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]);
    const [number] = await once(display.stdout, "data");
    const env = { ...process.env, DISPLAY: `:${String(number).trim()}`, XDG_CONFIG_HOME: settings };
    const browser = {
      version: "",
      async visitor(/** @type {import("./engine.mjs").Screen} */ screen) {
        const port = await freePort();
        const program = start("WebKitWebDriver", [`--port=${port}`], env);
        const address = `http://127.0.0.1:${port}`;
        try {
          await until(() => isReady(address), "WebKitWebDriver to be ready");
          const { sessionId, capabilities } = await ask(address, "POST", "/session", {
            capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { args: argumentsFor(screen) } } },
          });
          browser.version = capabilities.browserVersion;
          const driver = driverOf(address, sessionId);
          await resize(address, sessionId, driver, screen);
          return { ...driver, close: () => driver.close().finally(() => end(program)) };
        } catch (error) {
          await end(program);
          throw error;
        }
      },
      async close() {
        await end(display);
        rmSync(settings, { recursive: true, force: true });
      },
    };
    return browser;
  },
};

/** @param {string} address @returns {Promise<boolean>} */
function isReady(address) {
  return ask(address, "GET", "/status").then(
    ({ ready }) => ready,
    () => false,
  );
}

/** What MiniBrowser is started with. @param {import("./engine.mjs").Screen} screen */
function argumentsFor({ userAgent }) {
  return ["--automation", ...(userAgent ? [`--user-agent=${userAgent}`] : [])];
}

/** Makes the page as large as the screen; the window is larger by its frame. @param {string} address @param {string} session @param {import("./engine.mjs").Driver} driver @param {import("./engine.mjs").Screen} screen */
async function resize(address, session, driver, { width, height }) {
  const path = `/session/${session}/window/rect`;
  await until(async () => {
    const window = await ask(address, "GET", path);
    const page = await driver.evaluate(() => ({ width: innerWidth, height: innerHeight }), null);
    const [wider, higher] = [width - page.width, height - page.height];
    if (wider || higher)
      await ask(address, "POST", path, { width: window.width + wider, height: window.height + higher });
    return !wider && !higher;
  }, `WebKit's page to be ${width} × ${height}`);
}

/** @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function start(program, args, env = process.env) {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  child.stdout.resume();
  // Tests that end before their time leave nothing behind.
  const kill = () => child.kill();
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

async function end(/** @type {import("node:child_process").ChildProcess} */ child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}
