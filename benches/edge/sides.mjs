// @ts-check
// The sides of the comparison, each a workerd of its own: the limit, and the edge before the Agent APIs that `workers/api.js` plays.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "../../edge/bundle.mjs";
import { FORM, forms, submissions } from "./submission.mjs";
import { start } from "./workerd.mjs";

const worker = (/** @type {string} */ name) => fileURLToPath(new URL(`workers/${name}.js`, import.meta.url));

/** @typedef {import("./workerd.mjs").Running & { name: string, next: () => string }} Side */

/** What the Agent API may be, and what the edge is called before it. */
export const APIS = {
  unreachable: "edge, API unreachable",
  planned: "edge, delivering at the largest plan's limit",
  unlimited: "edge, delivering without a limit",
};

/** The limit: one row, on disk, answered. @param {string} folder @returns {Promise<Side>} */
export async function limit(folder) {
  const running = await start(
    { modules: [worker("limit")], binding: "STORE", className: "Store" },
    join(folder, "limit"),
  );
  return { ...running, name: "limit", next: submissions("0".repeat(52)) };
}

/** The Worker that people deploy. @param {keyof typeof APIS} api @param {string} folder @returns {Promise<Side>} */
export async function edge(api, folder) {
  const built = join(folder, "worker");
  const file = join(folder, "forms.json");
  mkdirSync(built, { recursive: true });
  writeFileSync(file, JSON.stringify(forms));
  await bundle({ forms: file, folder: built });
  const texts = {
    INTAKE_SECRET: "0123456789abcdef0123456789abcdef",
    KONEKTOR_API_KEY: "knk_bench",
    KONEKTOR_BASE_URL: "https://api.example",
  };
  const outside = { module: worker("api"), texts: { API: api } };
  const modules = [join(built, "worker.js"), join(built, "konektor_edge_bg.wasm")];
  const running = await start(
    { modules, binding: "OUTBOX", className: "LeadOutbox", texts, outside },
    join(folder, api),
  );
  return { ...running, name: APIS[api], next: submissions(await formToken(running.address)) };
}

/** One token does for all: it is good for a day, and too fast only in its first seconds. */
async function formToken(/** @type {string} */ address) {
  const response = await fetch(`${address}/v1/forms/${FORM}`);
  return /** @type {any} */ (await response.json()).data.formToken;
}
