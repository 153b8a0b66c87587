// @ts-check
// The programs that stand in documentation, compiled and run as a reader would: each by itself, beside the package. What a program
// prints is promised in it, by a comment `// → text` for each line, or behind its `console.log`.

import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { format } from "node:util";
import { transform } from "esbuild";
import { tool } from "./packaging/consumer.mjs";
import { compile, NODENEXT, STRICT } from "./types/compiler.mjs";

/** @typedef {{ name: string, code: string }} Program A name is that of a file, without its ending. */

/** A folder beside the package, in which programs are compiled and run. */
export function workplace(/** @type {{ after(work: () => void): void }} */ test) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "konektor-programs-")));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(fileURLToPath(new URL("../node_modules", import.meta.url)), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return folder;
}

/**
 * Compiles programs strictly and answers the errors, each as `name.ts:line` with its code. `declarations` is what a reader has besides.
 *
 * @param {string} folder @param {readonly Program[]} programs @param {string} [declarations]
 */
export function errorsOf(folder, programs, declarations = "") {
  writeFileSync(join(folder, "declarations.d.ts"), declarations);
  // Without an import of its own a program would share its names with all others.
  for (const { name, code } of programs) writeFileSync(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
  const files = ["declarations.d.ts", ...programs.map(({ name }) => `${name}.ts`)];
  // Node's own types do not compile against every library; ours are judged by the suite `packaging`.
  return compile(folder, tool("tsc"), files, { ...STRICT, ...NODENEXT, types: ["node"], skipLibCheck: true });
}

/** What a program promises to print, a line each. */
export function promisesOf(/** @type {string} */ code) {
  return [...code.matchAll(/(?:\/\/ → |console\.log\(.*\); \/\/ (?!→ ))(.*)$/gm)].map(([, line = ""]) => line);
}

/**
 * Runs a program and compares what it prints with what it promises.
 *
 * @param {import("node:test").TestContext} t @param {string} folder @param {Program} program
 */
export async function keepsItsPromises(t, folder, { name, code }) {
  /** @type {unknown[][]} */
  const printed = [];
  const log = t.mock.method(console, "log", (/** @type {unknown[]} */ ...values) => printed.push(values));
  // Waits between attempts are a share of this.
  const random = t.mock.method(Math, "random", () => 0);
  const { code: script } = await transform(code, { loader: "ts", format: "esm" });
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, script);
  try {
    await import(pathToFileURL(file).href);
  } finally {
    log.mock.restore();
    random.mock.restore();
  }

  const promised = promisesOf(code);
  const lines = printed.map((values) => format(...values));
  assert.equal(lines.length, promised.length, `promised ${promised.length} lines, printed:\n${lines.join("\n")}`);
  for (const [at, promise] of promised.entries()) {
    if (!isAs(promise, lines[at] ?? "", printed[at])) assert.equal(lines[at], promise);
  }
}

/** Whether a line is as promised: the same text, `…` for any; or the same value, written as in a program. */
function isAs(/** @type {string} */ promise, /** @type {string} */ line, /** @type {unknown[]} */ values = []) {
  const pattern = promise.split("…").map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (new RegExp(`^${pattern.join(".+")}$`).test(line)) return true;
  try {
    assert.deepEqual(values, [new Function(`return ${promise}`)()]);
    return true;
  } catch {
    return false;
  }
}
