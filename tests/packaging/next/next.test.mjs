// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";
import { browser, visit } from "../pages.mjs";
import { APP } from "./app.mjs";

const sandbox = await startSandbox({ after });
const env = { NEXT_TELEMETRY_DISABLED: "1", KONEKTOR_API_KEY: KEY, KONEKTOR_BASE_URL: sandbox.url };
const folder = await consumer({ after }, APP, { next: "16.4.6", react: "19.3.1", "react-dom": "19.3.1" });
const next = join(folder, "node_modules/.bin/next");

test("Next 16.4.6 runs it wherever it runs code", async (t) => {
  await run(folder, next, ["build"], env);
  const url = await start(t, "start");

  await t.test("a server component", () => serverComponent(url));
  await t.test("an edge route, with a binary that Next compiles: the real runtime forbids code to do so", async () => {
    await edgeRoute(url);
    const files = readdirSync(join(folder, ".next/server/edge"), { recursive: true, encoding: "utf8" });
    assert.equal(files.filter((file) => file.endsWith(".wasm")).length, 1);
  });
  await t.test("a client component, through a route of its own", (t) => clientComponent(t, url, 1));
  await t.test("a client component with the widget, which the server renders as a tag", (t) => widget(t, url));
});

test("Next's development server does too", FURTHER, async (t) => {
  const url = await start(t, "dev");

  await t.test("a server component", () => serverComponent(url));
  await t.test("an edge route", () => edgeRoute(url));
  await t.test("a client component, through a route of its own", (t) => clientComponent(t, url, 0));
  await t.test("a client component with the widget, which the server renders as a tag", (t) => widget(t, url));
});

test("what Next builds by webpack does too", FURTHER, async (t) => {
  // This Next fails to build any edge route by webpack, with or without a package in it.
  rmSync(join(folder, "app/edge"), { recursive: true });
  await run(folder, next, ["build", "--webpack"], env);
  const url = await start(t, "start");

  await t.test("a server component", () => serverComponent(url));
  await t.test("a client component, through a route of its own", (t) => clientComponent(t, url, 1));
});

async function serverComponent(/** @type {string} */ url) {
  const page = await (await fetch(url)).text();
  const [, result = ""] = /<pre>(.*?)<\/pre>/.exec(page) ?? [];
  assert.deepEqual(JSON.parse(result.replaceAll("&quot;", '"')), ARRIVED);
}

async function edgeRoute(/** @type {string} */ url) {
  assert.deepEqual(await (await fetch(`${url}/edge`)).json(), ARRIVED);
}

/** @param {import("node:test").TestContext} t @param {string} url @param {number} binaries that are fetched as files */
async function clientComponent(t, url, binaries) {
  const { result, fetched } = await visit(await browser(t), `${url}/client`);
  assert.deepEqual(result, ARRIVED);
  assert.equal(fetched.filter((path) => path.endsWith(".wasm")).length, binaries);
}

/** @param {import("node:test").TestContext} t @param {string} url */
async function widget(t, url) {
  assert.match(await (await fetch(`${url}/form`)).text(), /<konektor-form form="promo"[^>]*><\/konektor-form>/);
  const page = await (await browser(t)).newPage();
  await page.goto(`${url}/form`);
  await page.getByLabel("Nomor WhatsApp").fill("08l2");
  // A field that is left before the rules are there is checked when they are.
  await page.getByLabel("Nama").focus();
  await page.getByText("Ada huruf di nomor ini").waitFor();
}

/**
 * Starts Next's server on a port of its choice and answers its address.
 *
 * @param {{ after(work: () => unknown): void }} test
 * @param {"start" | "dev"} command
 */
async function start(test, command) {
  const child = spawn(next, [command, "--hostname=127.0.0.1", "--port=0"], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  test.after(async () => {
    child.kill();
    await ended;
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /Local: +(\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("Next did not start");
}
