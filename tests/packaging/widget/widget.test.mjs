// @ts-check
// `konektor/widget` in apps: bundled in each bundler's own way it is the whole widget, its rules included, with no file to carry
// along; a server that renders the tag may import it, too.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { FakeEdge } from "../../browser/fake-edge.mjs";
import { consumer, run } from "../consumer.mjs";
import { browser, host, NO_API } from "../pages.mjs";

const edge = new FakeEdge();
const endpoint = await edge.start();
after(() => edge.stop());

/** A landing page whose script is `script`. */
const page = (/** @type {string} */ script) => `<!doctype html>
<meta charset="utf-8"><link rel="icon" href="data:,"><title>promo</title>
<konektor-form form="promo" tracking-code="KNK-abc123" endpoint="${endpoint}" consent="granted"></konektor-form>
<script type="module" src="${script}"></script>`;

const folder = await consumer(
  { after },
  {
    "app.mjs": `import "konektor/widget"; konektor.push(["prefill", { message: "Halo" }]);`,
    "server.mjs": `import * as nothing from "konektor/widget"; console.log(Object.keys(nothing).length, "konektor" in globalThis);`,
    "esbuild/index.html": page("/app.js"),
    "webpack/index.html": page("/app.js"),
    "webpack.mjs": `
      import compile from "webpack";
      const output = { path: new URL("webpack", import.meta.url).pathname, filename: "app.js" };
      compile({ mode: "production", entry: "./app.mjs", output }, (error, stats) => {
        if (error) throw error;
        if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
      });
    `,
    "index.html": page("/app.mjs"),
  },
  { vite: "8.3.8", webpack: "5.112.2" },
);

/** Fills in the form as a visitor who errs once, and answers what the edge was sent. */
async function visited(/** @type {import("node:test").TestContext} */ t, /** @type {string} */ address) {
  const chrome = await browser(t);
  const window = await chrome.newPage();
  /** @type {string[]} */
  const troubles = [];
  window.on("pageerror", (error) => troubles.push(String(error)));
  window.on("console", (message) => message.type() !== "debug" && troubles.push(message.text()));
  /** @type {string[]} */
  const fetched = [];
  window.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  await window.goto(`${address}/?utm_source=google&gclid=abc`);

  await window.getByLabel("Nama").fill("Andi");
  await window.getByLabel("Nomor WhatsApp").fill("08l2 3456 7890");
  // A field that is left before the rules are there is checked when they are.
  await window.getByLabel("Email").focus();
  await window.getByText("Ada huruf di nomor ini").waitFor();
  await window.getByLabel("Nomor WhatsApp").fill("0812 3456 7890");
  await window.getByRole("button").click();
  await window.getByText("KNK-abc123-0123456789").waitFor();

  assert.deepEqual(troubles, []);
  assert.deepEqual(
    fetched.filter((path) => path.endsWith(".wasm")),
    [],
    "the rules are in the JavaScript",
  );
  await window.close();
  const { fields, touch } = edge.submissions.pop();
  assert.deepEqual(fields, { firstName: "Andi", phone: "0812 3456 7890", message: "Halo" });
  assert.deepEqual(touch.first.params, { utm_source: "google", gclid: "abc" });
}

test("esbuild bundles the widget", async (t) => {
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.mjs"],
    outdir: "esbuild",
    bundle: true,
    splitting: true,
    format: "esm",
  });

  await visited(t, await host(t, join(folder, "esbuild"), NO_API));
});

test("esbuild bundles the widget into a single file", async (t) => {
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.mjs"],
    outfile: "esbuild/app.js",
    bundle: true,
    minify: true,
    format: "iife",
  });

  await visited(t, await host(t, join(folder, "esbuild"), NO_API));
});

test("webpack bundles the widget without configuration and without a warning", async (t) => {
  await run(folder, "node", ["webpack.mjs"]);

  await visited(t, await host(t, join(folder, "webpack"), NO_API));
});

test("Vite bundles the widget", async (t) => {
  await run(folder, join(folder, "node_modules/.bin/vite"), ["build", "--logLevel", "error"]);

  await visited(t, await host(t, join(folder, "dist"), NO_API));
});

test("Vite serves the widget in development", async (t) => {
  const { createServer } = await import(pathToFileURL(join(folder, "node_modules/vite/dist/node/index.js")).href);
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0 },
  });
  t.after(() => server.close());
  await server.listen();

  await visited(t, `http://127.0.0.1:${server.httpServer.address().port}`);
});

test("a server imports it and gets nothing", async () => {
  assert.equal(await run(folder, "node", ["server.mjs"]), "0 false\n");
});
