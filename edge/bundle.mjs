// @ts-check
// Bundles the Worker for a local workerd: what `wrangler deploy` does by itself, with another forms file where one is given.

import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import init, { checkForms } from "../pkg-template/wasm/edge/konektor_edge.js";

const here = dirname(fileURLToPath(import.meta.url));

/** The forms file that is deployed. */
export const FORMS = join(here, "forms.json");

/**
 * Checks a forms file with the rules of the Worker itself.
 *
 * @param {string} file
 * @returns {Promise<void>}
 */
export async function check(file) {
  const binary = readFileSync(join(here, "../pkg-template/wasm/edge/konektor_edge_bg.wasm"));
  await init({ module_or_path: binary });
  const checked = checkForms(readFileSync(file, "utf8"));
  if (checked.type === "good") return;
  const lines = checked.problems.map(({ path, message }) => (path ? `  ${path}: ${message}` : `  ${message}`));
  throw new Error(`${file} has mistakes:\n${lines.join("\n")}`);
}

/**
 * Writes `worker.js` and the wasm beside it.
 *
 * @param {{ forms: string, folder: string, entry?: string }} options
 * @returns {Promise<void>}
 */
export async function bundle({ forms, folder, entry = join(here, "src/index.ts") }) {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [entry],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker"],
    external: ["cloudflare:*"],
    logLevel: "warning",
    plugins: [
      {
        name: "worker",
        setup({ onResolve }) {
          onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
            const name = basename(path);
            copyFileSync(resolve(resolveDir, path), join(folder, name));
            return { path: `./${name}`, external: true };
          });
          onResolve({ filter: /\/forms\.json$/ }, () => ({ path: resolve(forms) }));
        },
      },
    ],
  });
}
