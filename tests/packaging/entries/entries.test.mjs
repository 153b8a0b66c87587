// @ts-check
// The entries beside the client, `konektor/webhook`, `konektor/schema` and `konektor/attribution`: that they run, and that none brings what
// it does not need, nor does `konektor/widget`.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { relative } from "node:path";
import { after, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { consumer, run } from "../consumer.mjs";
import { browser, host, NO_API, page, visit } from "../pages.mjs";
import { ARRIVED, FILES } from "./arrived.mjs";

const PRINT = `import { entries } from "./program.mjs"; entries().then((result) => console.log(JSON.stringify(result)));`;
const SHOW = `import { entries } from "./program.mjs"; entries().catch(String).then((result) => { document.body.dataset.result = JSON.stringify(result); });`;

test("Node imports them", async (t) => {
  const folder = await consumer(t, { ...FILES, "app.mjs": PRINT });

  assert.deepEqual(JSON.parse(await run(folder, "node", ["app.mjs"])), ARRIVED);
});

for (const conditions of [[], ["production"]]) {
  test(`esbuild bundles them for a page with ${conditions[0] ?? "no"} condition`, async (t) => {
    const folder = await consumer(t, { ...FILES, "app.mjs": SHOW, "index.html": page("/bundle.js") });
    await build({
      absWorkingDir: folder,
      entryPoints: ["app.mjs"],
      outfile: "bundle.js",
      bundle: true,
      format: "esm",
      conditions,
    });
    const url = await host(t, folder, NO_API);

    assert.deepEqual((await visit(await browser(t), url)).result, ARRIVED);
  });
}

test("esbuild bundles them for a server, with nothing beside the bundle", async (t) => {
  const folder = await consumer(t, { ...FILES, "app.mjs": PRINT });
  const outfile = "bundle.cjs";
  await build({ absWorkingDir: folder, entryPoints: ["app.mjs"], outfile, bundle: true, platform: "node" });
  rmSync(`${folder}/node_modules`, { recursive: true });

  assert.deepEqual(JSON.parse(await run(folder, "node", [outfile])), ARRIVED);
});

const folder = await consumer({ after }, {});

/** What a page downloads of a program to start. @returns {Promise<{ text: string, bytes: number }>} */
async function started(/** @type {string} */ program) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    stdin: { contents: program, resolveDir: folder },
    outdir: "out",
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    conditions: ["production"],
    metafile: true,
    write: false,
  });
  // What is imported later, such as the inlined copy of a binary whose file did not arrive, costs nothing yet.
  const needed = new Set(["out/stdin.js"]);
  for (const name of needed) {
    for (const { path, kind } of metafile.outputs[name]?.imports ?? []) {
      if (kind === "import-statement") needed.add(path);
    }
  }
  const files = outputFiles.filter(({ path }) => needed.has(relative(folder, path)));
  const bytes = files.map(({ text }) => brotliCompressSync(text).length).reduce((sum, bytes) => sum + bytes, 0);
  return { text: files.map(({ text }) => text).join(), bytes };
}

/** @type {[string, string, number, RegExp][]} */
const lean = [
  [
    "verifying a webhook brings neither client nor binary",
    `import { verify } from "konektor/webhook"; console.log(verify);`,
    2_300,
    /WebAssembly|konektor_bg|AGFzbQ|leads\.create|json-schema\.org/,
  ],
  [
    "the JSON Schemas bring neither client nor binary",
    `import { jsonSchemas } from "konektor/schema"; console.log(jsonSchemas);`,
    3_000,
    /WebAssembly|konektor_bg|AGFzbQ|leads\.create/,
  ],
  [
    "a schema brings neither the JSON Schemas nor the other schemas",
    `import { createTicket } from "konektor/schema"; console.log(createTicket);`,
    5_000,
    /json-schema\.org|leads\.create/,
  ],
  [
    "attribution brings neither the client nor the client's binary",
    `import { capture } from "konektor/attribution"; console.log(capture);`,
    5_000,
    /leads\.create|konektor_bg|AGFzbQ|json-schema\.org/,
  ],
  [
    "the widget brings neither client nor rules before anyone touches a form, and no more than from the edge",
    `import "konektor/widget";`,
    4_200,
    /leads\.create|konektor_bg|AGFzbQ|json-schema\.org/,
  ],
];
for (const [what, program, limit, foreign] of lean) {
  test(what, async (t) => {
    const { text, bytes } = await started(program);

    t.diagnostic(`${bytes} B of JavaScript after Brotli`);
    assert.ok(text.length > 100 && bytes < limit, `${bytes} bytes`);
    // The text would drown the report.
    assert.equal(foreign.exec(text)?.[0], undefined);
  });
}
