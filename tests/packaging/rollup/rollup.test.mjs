// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";
import { api, browser, host, PROGRAM, page, visit } from "../pages.mjs";

test("Rollup 4.68.8 bundles it with the plugin that finds packages", FURTHER, async (t) => {
  const sandbox = await startSandbox(t);
  const files = { "index.html": page("/dist/app.js"), "app.mjs": PROGRAM };
  const packages = { rollup: "4.68.8", "@rollup/plugin-node-resolve": "16.0.3" };
  const folder = await consumer(t, files, packages);
  const proxied = await api(folder, sandbox, KEY);
  const chrome = await browser(t);

  // For browsers the plugin takes the entry with a file beside it, and Rollup leaves that file behind.
  for (const [resolve, further] of /** @type {const} */ ([
    ["node-resolve", 0],
    ["node-resolve={browser: true}", 1],
  ])) {
    await t.test(resolve, async (t) => {
      await run(
        folder,
        `${folder}/node_modules/.bin/rollup`,
        ["app.mjs", "--format=es", "--dir=dist", "--plugin", resolve],
        { NODE_ENV: "production" },
      );

      const { result, fetched } = await visit(chrome, await host(t, folder, proxied));

      assert.deepEqual(result, ARRIVED);
      assert.equal(fetched.filter((path) => path.includes("inline")).length, further);
    });
  }
});
