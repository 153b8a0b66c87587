// @ts-check
// Makes dist/ of src/ and the bound wasm binaries: one file for each entry, chunks for what they share, each binary once as a
// file, and the declarations. What runs where is decided by the `exports` of package.json.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
// Built beside the old one, which stays until the new one is whole.
const next = join(here, "wasm/dist");
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));

/** Which binary an entry needs, by the beginning of its name; all others need the client's. */
const FACES = { attribution: "edge", edge: "edge", widget: "widget" };

/** How a binary is imported: left to the runtime (plain and `?module`), or as text in the JavaScript (`?base64`). */
const wasm = /** @type {import("esbuild").Plugin} */ ({
  name: "wasm",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path }) => ({ path: `./${basename(path)}`, external: true }));
    onResolve({ filter: /\.wasm\?base64$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace("?base64", "")),
      namespace: "base64",
    }));
    onLoad({ filter: /.*/, namespace: "base64" }, ({ path }) => ({ contents: readFileSync(path), loader: "base64" }));
    // The glue can fetch a binary, and is always handed a compiled one (src/wasm.ts): without these names the branches are dead.
    onLoad({ filter: /\/wasm\/\w+\/konektor\w*\.js$/ }, async ({ path }) => {
      const define = { Request: "undefined", Response: "undefined", URL: "undefined" };
      const { code } = await transform(readFileSync(path, "utf8"), { define, minifySyntax: true, target: "es2022" });
      return { contents: code, loader: "js" };
    });
  },
});

/** What the edge serves to a browser, as text in its own script: pages, styles, and scripts bundled with what they import. */
const served = /** @type {import("esbuild").Plugin} */ ({
  name: "served",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.ts\?script$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace("?script", "")),
      namespace: "script",
    }));
    onLoad({ filter: /.*/, namespace: "script" }, async ({ path }) => {
      const options = { bundle: true, minify: true, format: "esm", target: "es2022", write: false };
      const { outputFiles } = await build({ .../** @type {const} */ (options), entryPoints: [path] });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
});

function faceOf(entry) {
  return FACES[entry.split(/[-.]/)[0]] ?? "client";
}

const entries = readdirSync(join(here, "src/entries")).filter(
  (entry) => entry.endsWith(".ts") && existsSync(join(here, "wasm", faceOf(entry))),
);

rmSync(next, { recursive: true, force: true });
await build({
  entryPoints: entries.map((entry) => join(here, "src/entries", entry)),
  outdir: next,
  bundle: true,
  splitting: true,
  // Names and lines stay readable in stack traces; a user's bundler shortens them. Without white space esbuild would also drop the
  // marks by which that bundler knows what it may leave out.
  minifySyntax: true,
  format: "esm",
  target: "es2022",
  platform: "neutral",
  // All in one folder, so that the file beside an entry is beside its chunks too.
  chunkNames: "[name]-[hash]",
  legalComments: "none",
  external: ["cloudflare:*"],
  define: { KONEKTOR_VERSION: JSON.stringify(version) },
  plugins: [wasm, served],
  loader: { ".css": "text", ".html": "text" },
  logLevel: "warning",
});

// Imports of nothing, by which esbuild keeps an order of evaluation that nothing here depends on, and of which it warns users.
for (const file of readdirSync(next).filter((name) => name.endsWith(".js"))) {
  const text = readFileSync(join(next, file), "utf8");
  writeFileSync(join(next, file), text.replace(/^import "\.\/chunk-\w+\.js";\n/gm, ""));
}

for (const face of new Set(entries.map(faceOf))) {
  const folder = join(here, "wasm", face);
  for (const file of readdirSync(folder).filter((name) => name.endsWith("_bg.wasm"))) {
    copyFileSync(join(folder, file), join(next, file));
  }
}

execFileSync(join(here, "../node_modules/.bin/tsc"), ["--project", join(here, "tsconfig.types.json")], {
  stdio: "inherit",
});

// Declarations that no entry's declaration leads to are the inside's.
const { exports } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const needed = new Set();
const open = Object.values(exports).flatMap(({ types }) => (types ? [join(next, types.replace("./dist/", ""))] : []));
for (let file = open.pop(); file; file = open.pop()) {
  if (needed.has(file) || !existsSync(file)) continue;
  needed.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)\.js"/g)) {
    open.push(join(dirname(file), `${path}.d.ts`));
  }
}
for (const file of readdirSync(join(next, "types"), { recursive: true, withFileTypes: true })) {
  const path = join(file.parentPath ?? file.path, file.name);
  if (file.isFile() && !needed.has(path)) rmSync(path);
}

rmSync(dist, { recursive: true, force: true });
renameSync(next, dist);
