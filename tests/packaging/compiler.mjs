// @ts-check
// webpack and Rspack, which are asked in the same words: a mode and an entry, all else as they come.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { KEY, startSandbox } from "../package/servers.mjs";
import { ARRIVED, consumer, run } from "./consumer.mjs";
import { api, browser, host, PROGRAM, page, visit } from "./pages.mjs";

/**
 * The cases of one of them.
 *
 * @param {[name: string, version: string]} package_
 * @param {string} load the statement that imports `compile`
 * @param {{ skip?: string | false }} [options]
 */
export function compiles([name, version], load, options = {}) {
  test(`${name} ${version} bundles it without configuration and without a warning`, options, async (t) => {
    const sandbox = await startSandbox(t);
    const files = {
      "index.html": page("/dist/main.js"),
      "app.mjs": PROGRAM,
      "build.mjs": `
        ${load}
        compile({ mode: process.argv[2], entry: "./app.mjs" }, (error, stats) => {
          if (error) throw error;
          if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString("errors-warnings"));
        });
      `,
    };
    const folder = await consumer(t, files, { [name]: version });
    const proxied = await api(folder, sandbox, KEY);
    const chrome = await browser(t);

    for (const [mode, binaries] of /** @type {const} */ ([
      ["production", 1],
      ["development", 0],
    ])) {
      await t.test(mode, async (t) => {
        rmSync(join(folder, "dist"), { recursive: true, force: true });
        await run(folder, "node", ["build.mjs", mode]);

        const { result, fetched } = await visit(chrome, await host(t, folder, proxied));

        assert.deepEqual(result, ARRIVED);
        assert.equal(fetched.filter((path) => path.endsWith(".wasm")).length, binaries);
      });
    }
  });
}
