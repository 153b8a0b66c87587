// @ts-check
// Runtimes whose npm packages carry the binary: installed beside the tarball, they run the program that all servers run.

import { KEY, startSandbox } from "../package/servers.mjs";
import { consumer, program, run } from "./consumer.mjs";

/**
 * What the journey comes to in a runtime.
 *
 * @param {{ after(work: () => unknown): void }} test
 * @param {Record<string, string>} packages that have the runtime
 * @param {[string, ...string[]]} command below `node_modules`, to which the program's name is added
 */
export async function arrival(test, packages, [file, ...args]) {
  const sandbox = await startSandbox(test);
  const folder = await consumer(test, { "app.mjs": program(sandbox.url) }, packages);
  const printed = await run(folder, `${folder}/node_modules/${file}`, [...args, "app.mjs"], { KONEKTOR_API_KEY: KEY });
  return JSON.parse(printed);
}
