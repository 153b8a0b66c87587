// @ts-check
// A consumer: a fresh folder into which the packed tarball is installed as npm would do for a user. What the folder's program
// has to come to is the same for all.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What {@link "./journey.mjs"} comes to. */
export const ARRIVED = {
  found: true,
  missing: { name: "NotFoundError", known: true },
  invalid: { name: "ValidationError", fields: ["email", "firstName"] },
  aborted: { name: "AbortError", known: true, cause: "no longer wanted" },
};

const root = new URL("../../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("pkg-template/package.json", root), "utf8"));

/** The tarball that `cargo xtask package` makes. */
export const tarball = fileURLToPath(new URL(`target/npm/konektor-${version}.tgz`, root));

/** For cases that only `cargo xtask test packaging --all` runs. */
export const FURTHER = { skip: !process.env.KONEKTOR_TEST_ALL && "runs with `cargo xtask test packaging --all`" };

/** For cases that need a runtime's binary out of an npm package. */
export const LINUX = {
  skip: (process.platform !== "linux" || process.arch !== "x64") && "the runtime's package is that of Linux on x64",
};

/** The program of every server, which has its key from the environment. */
export function program(/** @type {string} */ baseUrl) {
  return `
import { journey } from "./journey.mjs";
journey({ baseUrl: ${JSON.stringify(baseUrl)} }).then((result) => console.log(JSON.stringify(result)));
`;
}

/** A tool of the workspace. */
export function tool(/** @type {string} */ name) {
  return fileURLToPath(new URL(`node_modules/.bin/${name}`, root));
}

/**
 * A fresh folder with the tarball and other packages of exact versions installed, and the journey beside the files given.
 *
 * @param {{ after(work: () => void): void }} test
 * @param {Record<string, string>} files
 * @param {Record<string, string>} [packages]
 */
export async function consumer(test, files, packages = {}) {
  if (!existsSync(tarball)) throw new Error(`${tarball} is missing; run \`cargo xtask package\``);
  const folder = mkdtempSync(join(tmpdir(), "konektor-consumer-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const dependencies = { konektor: `file:${tarball}`, ...packages };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  copyFileSync(new URL("journey.mjs", import.meta.url), join(folder, "journey.mjs"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  await run(folder, "npm", [
    "install",
    // None of the tools needs its script, and some would fetch what no registry has.
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-package-lock",
    "--loglevel=error",
  ]);
  return folder;
}

/**
 * Runs a program in a folder and answers what it printed.
 *
 * @param {string} folder @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 */
export async function run(folder, program, args, env = {}) {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += data;
  });
  child.stderr.on("data", (data) => {
    stderr += data;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}
