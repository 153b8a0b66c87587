// @ts-check
// What the bundlers of edge runtimes rely on: the condition leads to an import with `?module`, which answers a compiled module,
// and no code compiles or decodes anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, program, run } from "../consumer.mjs";

test("the edge-light condition uses the module that the bundler compiles", async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, {
    "app.mjs": `
      WebAssembly.compile = () => Promise.reject(new Error("code may not compile"));
      ${program(sandbox.url)}
    `,
  });
  await build({
    absWorkingDir: folder,
    entryPoints: ["app.mjs"],
    outfile: "bundle.mjs",
    bundle: true,
    format: "esm",
    conditions: ["edge-light"],
    plugins: [
      {
        name: "compiled modules",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({
            path: `${resolveDir}/${path.replace("?module", "")}`,
            namespace: "compiled",
          }));
          onLoad({ filter: /.*/, namespace: "compiled" }, ({ path }) => ({
            contents: `import { readFileSync } from "node:fs"; export default new WebAssembly.Module(readFileSync(${JSON.stringify(path)}));`,
          }));
        },
      },
    ],
    external: ["node:fs"],
  });

  // Node's own fetch compiles its parser when it is first used, which this program forbids: it is used before.
  const preload = `data:text/javascript,await fetch(${JSON.stringify(sandbox.url)})`;
  const printed = await run(folder, "node", ["--import", preload, "bundle.mjs"], { KONEKTOR_API_KEY: KEY });
  assert.deepEqual(JSON.parse(printed), ARRIVED);
});
