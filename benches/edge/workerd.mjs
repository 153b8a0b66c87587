// @ts-check
// Runs a Worker in plain workerd, on loopback and with its storage on disk. The proxy that miniflare puts in front of a Worker would
// cost both sides the same, and so hide what the edge costs.

import { spawn } from "node:child_process";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import workerd from "workerd";

/**
 * @typedef {object} Worker
 * @property {string[]} modules its files, the entry first
 * @property {string} binding the name under which it finds its Durable Object
 * @property {string} className the Durable Object's class
 * @property {Record<string, string>} [texts] its other bindings
 * @property {{ module: string, texts: Record<string, string> }} [outside] the Worker that answers its requests, instead of the network
 */

/**
 * Starts a Worker that keeps everything in a folder.
 *
 * @param {Worker} worker @param {string} folder
 */
export async function start(worker, folder) {
  mkdirSync(join(folder, "disk"), { recursive: true });
  const config = join(folder, "config.capnp");
  writeFileSync(config, configOf(worker, folder));
  const log = join(folder, "log");
  const output = openSync(log, "a");
  const child = spawn(workerd.default, ["serve", config, "--control-fd=3"], {
    stdio: ["ignore", output, output, "pipe"],
  });
  const ended = new Promise((done) => child.once("exit", done));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const events = /** @type {import("node:stream").Readable} */ (child.stdio[3]);
  for await (const line of createInterface(events)) {
    const { event, port } = JSON.parse(line);
    if (event !== "listen") continue;
    return {
      address: `http://127.0.0.1:${port}`,
      pid: /** @type {number} */ (child.pid),
      log,
      async stop() {
        kill();
        await ended;
        process.off("exit", kill);
      },
    };
  }
  throw new Error(`workerd did not start; ${log} says why`);
}

/** @typedef {Awaited<ReturnType<typeof start>>} Running */

const text = (/** @type {string} */ value) => JSON.stringify(value);

function configOf(/** @type {Worker} */ { modules, binding, className, texts, outside }, /** @type {string} */ folder) {
  const object = `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`;
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "disk", disk = (path = ${text(join(folder, "disk"))}, writable = true)),
    ${outside ? `(name = "outside", worker = .outside),` : ""}
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);

const worker :Workerd.Worker = (
  ${code(modules, [object, ...bindings(texts)], folder)}
  durableObjectNamespaces = [(className = ${text(className)}, uniqueKey = "bench", enableSql = true, preventEviction = true)],
  durableObjectStorage = (localDisk = "disk"),
  ${outside ? `globalOutbound = "outside",` : ""}
);
${outside ? `const outside :Workerd.Worker = (${code([outside.module], bindings(outside.texts), folder)});` : ""}
`;
}

/** What every Worker has. Files are embedded by a path from the configuration's place. */
function code(/** @type {string[]} */ modules, /** @type {string[]} */ bound, /** @type {string} */ folder) {
  const list = modules.map((file, index) => {
    const kind = file.endsWith(".wasm") ? "wasm" : "esModule";
    const name = index === 0 ? "worker.js" : /** @type {string} */ (file.split("/").pop());
    return `(name = ${text(name)}, ${kind} = embed ${text(relative(folder, file))})`;
  });
  return `modules = [${list.join(", ")}], compatibilityDate = "2026-04-01", bindings = [${bound.join(", ")}],`;
}

function bindings(/** @type {Record<string, string>} */ texts = {}) {
  return Object.entries(texts).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
}
