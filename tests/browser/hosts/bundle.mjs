// @ts-check
// Bundles a page's app as its author would: esbuild, with the compilers of Vue and Svelte.

import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { compileScript, parse } from "vue/compiler-sfc";

/** @type {import("esbuild").Plugin} */
const vue = {
  name: "vue",
  setup({ onLoad }) {
    onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor } = parse(await readFile(path, "utf8"), {
        filename: path,
        templateParseOptions: { isCustomElement: (tag) => tag === "konektor-form" },
      });
      const { content } = compileScript(descriptor, { id: basename(path), inlineTemplate: true });
      return { contents: content, loader: "js" };
    });
  },
};

/** @type {import("esbuild").Plugin} */
const svelte = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compile(await readFile(path, "utf8"), { filename: path, generate: "client" });
      return { contents: js.code, loader: "js" };
    });
  },
};

/** Vue's compiler does not give the same file twice. @type {Map<string, Promise<string>>} */
const made = new Map();

/** The script of an app in this folder, in development mode, where frameworks complain. @param {string} entry */
export function bundle(entry) {
  const script = made.get(entry) ?? make(entry);
  made.set(entry, script);
  return script;
}

/** @param {string} entry */
async function make(entry) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["browser", "development"],
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "false",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
    },
    plugins: [vue, svelte],
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}
