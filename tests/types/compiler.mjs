// @ts-check
// Compiles programs as a user's compiler does: in a folder that has the tarball and no other types than were asked for.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { consumer, tool } from "../packaging/consumer.mjs";

const root = new URL("../../", import.meta.url);

/** The oldest TypeScript that is promised: the first that knows `export type *`, which the declarations use. */
const OLDEST = "5.0.4";

/** What callers may and may not write: every file in `usage/`, by its name. */
export const USAGE = Object.fromEntries(
  readdirSync(new URL("usage/", import.meta.url)).map((name) => [
    name,
    readFileSync(new URL(`usage/${name}`, import.meta.url), "utf8"),
  ]),
);

/** All that makes a compiler strict, in a page without Node's types. */
export const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  noEmit: true,
  target: "es2022",
  lib: ["es2022", "dom"],
  types: [],
};

/** The two ways of finding modules that know `exports`. */
export const BUNDLER = { module: "esnext", moduleResolution: "bundler" };
export const NODENEXT = { module: "nodenext", moduleResolution: "nodenext" };

/**
 * A folder in which to compile.
 *
 * @param {{ after(work: () => void): void }} test
 * @param {Record<string, string>} files
 * @param {Record<string, string>} [packages] whose types there are besides
 */
export async function project(test, files, packages = {}) {
  const folder = await consumer(test, files, { typescript: OLDEST, "@standard-schema/spec": "1.1.0", ...packages });
  const { devDependencies } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  /** @type {{ version: string, tsc: string }[]} */
  const compilers = [
    { version: OLDEST, tsc: join(folder, "node_modules/.bin/tsc") },
    { version: devDependencies.typescript, tsc: tool("tsc") },
  ];
  return { folder, compilers };
}

/**
 * Compiles files of a folder and answers the errors, each as `file:line` with its code.
 *
 * @param {string} folder @param {string} tsc @param {string[]} files @param {object} compilerOptions
 */
export function compile(folder, tsc, files, compilerOptions) {
  const config = join(folder, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const { stdout, status } = spawnSync(tsc, ["--project", config, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  const errors = [...stdout.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+): (.*)$/gm)].map(
    ([, file, line, code = "", message]) => ({ where: `${file}:${line}`, code, message }),
  );
  if (status !== 0 && !errors.length) throw new Error(`${tsc} ended with ${status}: ${stdout}`);
  return errors;
}
