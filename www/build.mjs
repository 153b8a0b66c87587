// Builds the widget twice. Into dist/ for pages that load it: `konektor-form.js`, and once more under a name by its content; the
// chunks it fetches when a visitor touches a form, and the rules as wasm, both named by theirs. And into the package as
// `konektor/widget`, for apps that bundle it: the rules are inside the JavaScript, and the edge is at the page's own origin
// unless the element says where.
// @ts-check

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const wasm = `${here}../pkg-template/wasm/widget/konektor_widget_bg.wasm`;
const entry = `${here}dist/konektor-form.js`;
const packaged = `${here}../pkg-template/dist/widget`;

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

/** @type {import("esbuild").Plugin} */
const inlinedRules = {
  name: "inlined-rules",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/loaders\/url\.js$/ }, () => ({ path: `${here}src/loaders/inline.ts` }));
    onResolve({ filter: /\.wasm\?base64$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace("?base64", "")),
      namespace: "base64",
    }));
    onLoad({ filter: /.*/, namespace: "base64" }, () => ({ contents: binary, loader: "base64" }));
  },
};

/** What both have in common. @satisfies {import("esbuild").BuildOptions} */
const widget = {
  entryPoints: [`${here}src/konektor-form.ts`],
  bundle: true,
  format: "esm",
  splitting: true,
  chunkNames: "konektor-[name]-[hash]",
  logLevel: "warning",
};

const { metafile } = await build({
  ...widget,
  outdir: `${here}dist`,
  minify: true,
  metafile: true,
  target: ["es2020"],
  define: { RULES: JSON.stringify(rules) },
  plugins: [minifiedStyles],
});
await copyFile(wasm, `${here}dist/${rules}`);
const lasting = `konektor-form-${hash(await readFile(entry))}.js`;
await copyFile(entry, `${here}dist/${lasting}`);

// Last, so that a page which is open meanwhile still finds what it was promised.
const made = new Set([rules, lasting, ...Object.keys(metafile.outputs).map((path) => basename(path))]);
for (const file of await readdir(`${here}dist`)) {
  if (!made.has(file)) await rm(`${here}dist/${file}`, { recursive: true });
}

await rm(packaged, { recursive: true, force: true });
await build({
  ...widget,
  outdir: packaged,
  // As in the rest of the package: stack traces stay readable, and the app's own bundler shortens them.
  minifySyntax: true,
  target: ["es2020"],
  legalComments: "none",
  // What a bundler makes of it is anything, and in webpack the address of a file on the machine that built the app.
  define: { "import.meta.url": "location.href" },
  plugins: [minifiedStyles, inlinedRules],
});
// A server only writes the tag.
await writeFile(`${packaged}/server.js`, "export {};\n");
execFileSync(`${here}../node_modules/.bin/tsc`, ["--project", `${here}tsconfig.types.json`], { stdio: "inherit" });
