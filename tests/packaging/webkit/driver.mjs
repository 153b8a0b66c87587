// @ts-check
// WebKitGTK's own browser, driven by its W3C WebDriver on a display that nobody sees. No library for that protocol is smaller than
// the four requests that a journey needs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

// Waits for what the page's program stores in `data-result`.
const RESULT = `
const [done] = arguments;
(function look() {
  const { result } = document.body.dataset;
  if (result) done(result);
  else requestAnimationFrame(look);
})();
`;

/** Opens a page and answers what its program came to, and in which version. */
export async function visit(/** @type {string} */ url) {
  // A display of its own, which chooses its number.
  const display = spawn("Xvfb", ["-displayfd", "1", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [number] = await once(display.stdout, "data");
    const port = await freePort();
    const driver = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...process.env, DISPLAY: `:${String(number).trim()}` },
      stdio: "ignore",
    });
    try {
      return await session(driver, `http://127.0.0.1:${port}`, url);
    } finally {
      await end(driver);
    }
  } finally {
    await end(display);
  }
}

/** @param {import("node:child_process").ChildProcess} driver @param {string} address @param {string} url */
async function session(driver, address, url) {
  while (!(await request(address, "GET", "/status").catch(() => undefined))?.ready) {
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${driver.exitCode}`);
    await wait(20);
  }
  const { sessionId, capabilities } = await request(address, "POST", "/session", { capabilities: {} });
  const path = `/session/${sessionId}`;
  try {
    await request(address, "POST", `${path}/url`, { url });
    const result = await request(address, "POST", `${path}/execute/async`, { script: RESULT, args: [] });
    return { result: JSON.parse(result), version: capabilities.browserVersion };
  } finally {
    await request(address, "DELETE", path);
  }
}

/**
 * @param {string} address @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<any>}
 */
async function request(address, method, path, body) {
  const response = await fetch(`${address}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
  return value;
}

async function end(/** @type {import("node:child_process").ChildProcess} */ child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, "exit");
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
