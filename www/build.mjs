// Builds the widget into dist/: `konektor-form.js`, which a page loads, and once more under a name by its content; the chunks it
// fetches when a visitor touches a form, and the rules as wasm, both named by theirs.
// @ts-check

import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const wasm = `${here}../pkg-template/wasm/widget/konektor_widget_bg.wasm`;
const entry = `${here}dist/konektor-form.js`;

/** Eight characters that stand for a content, as in the names of the chunks. @param {Buffer} bytes */
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();

const binary = await readFile(wasm).catch(() => {
  console.error("The widget's wasm is not there yet: run `cargo xtask build`.");
  process.exit(1);
});

const rules = `konektor-rules-${hash(binary)}.wasm`;

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
  define: { RULES: JSON.stringify(rules) },
  plugins: [minifiedStyles],
  logLevel: "warning",
});
await copyFile(wasm, `${here}dist/${rules}`);
const lasting = `konektor-form-${hash(await readFile(entry))}.js`;
await copyFile(entry, `${here}dist/${lasting}`);

// Last, so that a page which is open meanwhile still finds what it was promised.
const made = new Set([rules, lasting, ...Object.keys(metafile.outputs).map((path) => basename(path))]);
for (const file of await readdir(`${here}dist`)) {
  if (!made.has(file)) await rm(`${here}dist/${file}`, { recursive: true });
}
