// @ts-check
// The examples in the documentation of `konektor/webhook` and `konektor/schema`: each compiles by itself, and prints what the
// comment behind its `console.log` says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const root = new URL("../../", import.meta.url);
const DOCUMENTED = [
  "entries/schema-inline.ts",
  "schema/json-schemas.ts",
  "webhook/error.ts",
  "webhook/event.ts",
  "webhook/test-payload.ts",
  "webhook/verify.ts",
];

const folder = mkdtempSync(join(tmpdir(), "konektor-examples-"));
after(() => rmSync(folder, { recursive: true, force: true }));
symlinkSync(fileURLToPath(new URL("node_modules", root)), join(folder, "node_modules"));
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');

const examples = DOCUMENTED.flatMap((file) => {
  const text = readFileSync(new URL(`pkg-template/src/${file}`, root), "utf8");
  return [...text.matchAll(/^ \* ```ts\n([\s\S]*?)^ \* ```$/gm)].map(([, block = ""], index) => ({
    name: `${file.replaceAll("/", "-").replace(".ts", "")}-${index + 1}`,
    code: block.replace(/^ \* ?/gm, ""),
  }));
});

test("each example compiles by itself", () => {
  for (const { name, code } of examples) writeFileSync(join(folder, `${name}.ts`), `${code}\nexport {};\n`);
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "nodenext",
    types: ["node"],
    skipLibCheck: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));

  assert.ok(examples.length >= DOCUMENTED.length, `${examples.length} examples`);
  execFileSync(fileURLToPath(new URL("node_modules/.bin/tsc", root)), ["--project", folder], { stdio: "inherit" });
});

for (const { name, code } of examples) {
  test(`the example ${name} prints what it says`, async (t) => {
    /** @type {unknown[]} */
    const printed = [];
    t.mock.method(console, "log", (/** @type {unknown} */ value) => printed.push(value));
    const { code: script } = await transform(code, { loader: "ts", format: "esm" });
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, script);
    await import(file);

    const promised = [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, value = ""]) => value);
    assert.deepEqual(
      printed,
      // Words stand for themselves, as `console.log` prints them.
      promised.map((value) => (/^[\w.]+$/.test(value) && value !== "undefined" ? value : evaluated(value))),
    );
  });
}

function evaluated(/** @type {string} */ expression) {
  return new Function(`return ${expression}`)();
}
