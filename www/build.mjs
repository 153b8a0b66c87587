// Builds the widget into dist/: `konektor-form.js`, which a page loads; the chunks it fetches when a visitor touches a form,
// named by their content; and the rules as wasm.
// @ts-check

import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const WASM = "konektor_widget_bg.wasm";
const here = fileURLToPath(new URL(".", import.meta.url));
const wasm = `${here}../pkg-template/wasm/widget/${WASM}`;

const binary = await readFile(wasm).catch(() => {
  console.error("The widget's wasm is not there yet: run `cargo xtask build`.");
  process.exit(1);
});

/** @type {import("esbuild").Plugin} */
const minifiedStyles = {
  name: "minified-styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), {
        loader: "css",
        minify: true,
        target: ["safari15"],
      });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const { metafile } = await build({
  entryPoints: [`${here}src/konektor-form.ts`],
  outdir: `${here}dist`,
  bundle: true,
  format: "esm",
  splitting: true,
  chunkNames: "konektor-[name]-[hash]",
  minify: true,
  metafile: true,
  target: ["es2020"],
  define: {
    WASM_VERSION: JSON.stringify(createHash("sha256").update(binary).digest("hex").slice(0, 8)),
  },
  plugins: [minifiedStyles],
  logLevel: "warning",
});
await copyFile(wasm, `${here}dist/${WASM}`);

// Last, so that a page which is open meanwhile still finds what it was promised.
const made = new Set([WASM, ...Object.keys(metafile.outputs).map((path) => basename(path))]);
for (const file of await readdir(`${here}dist`)) {
  if (!made.has(file)) await rm(`${here}dist/${file}`, { recursive: true });
}
