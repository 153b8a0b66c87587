// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";
import { api, browser, host, PROGRAM, page, visit } from "../pages.mjs";

/** @type {[string, object][]} */
const versions = [
  ["8.3.8", {}],
  // These bundle dependencies in development in another way than the newest.
  ["7.3.8", FURTHER],
  ["6.4.6", FURTHER],
  ["5.4.21", FURTHER],
];
for (const [version, options] of versions) {
  test(`Vite ${version} serves it in development and builds it, without configuration`, options, async (t) => {
    const sandbox = await startSandbox(t);
    const files = { "index.html": page("/app.mjs"), "app.mjs": PROGRAM };
    const folder = await consumer(t, files, { vite: version });
    const proxied = await api(folder, sandbox, KEY);
    const chrome = await browser(t);

    await t.test("development", async (t) => {
      const { createServer } = await vite(folder);
      const server = await createServer({
        root: folder,
        configFile: false,
        logLevel: "error",
        server: { host: "127.0.0.1", port: 0 },
        // What a web app's own server does.
        plugins: [
          { name: "api", configureServer: (/** @type {any} */ { middlewares }) => void middlewares.use(proxied) },
        ],
      });
      t.after(() => server.close());
      await server.listen();
      const { port } = server.httpServer.address();

      assert.deepEqual((await visit(chrome, `http://127.0.0.1:${port}/`)).result, ARRIVED);
    });

    await t.test("production", async (t) => {
      await run(folder, join(folder, "node_modules/.bin/vite"), ["build", "--logLevel", "error"], {
        // The development server has set it for this process.
        NODE_ENV: undefined,
      });
      const { result, fetched } = await visit(chrome, await host(t, join(folder, "dist"), proxied));

      assert.deepEqual(result, ARRIVED);
      assert.equal(fetched.filter((path) => path.endsWith(".wasm")).length, 1);
      assert.ok(!fetched.some((path) => path.includes("inline")));
    });
  });
}

/** The folder's own Vite. @returns {Promise<any>} */
function vite(/** @type {string} */ folder) {
  return import(pathToFileURL(join(folder, "node_modules/vite/dist/node/index.js")).href);
}
