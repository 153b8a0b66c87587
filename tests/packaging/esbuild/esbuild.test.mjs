// @ts-check
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, program, run } from "../consumer.mjs";
import { api, browser, host, PROGRAM, page, visit } from "../pages.mjs";

for (const format of /** @type {const} */ (["esm", "iife"])) {
  test(`esbuild bundles it for a page as ${format}`, async (t) => {
    const sandbox = await startSandbox(t);
    const folder = await consumer(t, {
      "app.mjs": format === "esm" ? PROGRAM : `import("./start.mjs");`,
      "start.mjs": PROGRAM,
      "index.html": page("/bundle.js"),
    });
    const proxied = await api(folder, sandbox, KEY);
    await build({
      absWorkingDir: folder,
      entryPoints: ["app.mjs"],
      outfile: "bundle.js",
      bundle: true,
      minify: true,
      format,
    });
    const url = await host(t, folder, proxied);

    assert.deepEqual((await visit(await browser(t), url)).result, ARRIVED);
  });
}

for (const format of /** @type {const} */ (["esm", "cjs"])) {
  test(`esbuild bundles it for a server as ${format}, with nothing beside the bundle`, async (t) => {
    const sandbox = await startSandbox(t);
    const folder = await consumer(t, { "app.mjs": program(sandbox.url) });
    const outfile = format === "esm" ? "bundle.mjs" : "bundle.cjs";
    await build({ absWorkingDir: folder, entryPoints: ["app.mjs"], outfile, bundle: true, platform: "node", format });
    rmSync(join(folder, "node_modules"), { recursive: true });

    assert.deepEqual(JSON.parse(await run(folder, "node", [outfile], { KONEKTOR_API_KEY: KEY })), ARRIVED);
  });
}

test("a bundle with tree-shaking drops what is not used, and still starts", async (t) => {
  const folder = await consumer(t, {
    "app.mjs": `import { isKonektorError } from "konektor"; console.log(isKonektorError(null));`,
  });
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["app.mjs"],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });

  const size = outputFiles[0]?.contents.length ?? 0;
  assert.ok(size > 0 && size < 1_000, `${size} bytes for one small function`);
});
