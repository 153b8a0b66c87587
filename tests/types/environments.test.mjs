// @ts-check
// The declarations as a user's compiler sees them, with `skipLibCheck` off: whatever types there are besides, and as few of them
// as possible.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const tsc = fileURLToPath(new URL("node_modules/.bin/tsc", root));
/** One file for each entry, or group of entries. */
const usage = ["leads.ts", "schema.ts", "webhook.ts"].map((name) => fileURLToPath(new URL(name, import.meta.url)));

/** Compiles files with options in a folder that has this workspace's packages. */
function compile(/** @type {import("node:test").TestContext} */ t, /** @type {object} */ options, files = usage) {
  const folder = mkdtempSync(join(tmpdir(), "konektor-types-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(fileURLToPath(new URL("node_modules", root)), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const file of files) copyFileSync(file, join(folder, basename(file)));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, skipLibCheck: false, target: "es2022", ...options },
      files: files.map((file) => basename(file)),
    }),
  );
  try {
    execFileSync(tsc, ["--project", folder], { encoding: "utf8", stdio: "pipe" });
    return "";
  } catch (error) {
    return /** @type {{ stdout: string }} */ (error).stdout;
  }
}

/** @type {[string, object][]} */
const environments = [
  [
    "a page, without Node's types",
    { lib: ["es2022", "dom"], types: [], module: "esnext", moduleResolution: "bundler" },
  ],
  ["Node, without the DOM's types", { lib: ["es2022"], types: ["node"], module: "nodenext" }],
  ["all of it", { lib: ["esnext", "dom", "dom.iterable"], types: ["node"], module: "preserve" }],
  [
    "the strictest options",
    {
      lib: ["es2022", "dom"],
      types: [],
      module: "nodenext",
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      isolatedModules: true,
      verbatimModuleSyntax: true,
    },
  ],
];
for (const [what, options] of environments) {
  test(`the types compile in ${what}`, (t) => {
    assert.equal(compile(t, options), "");
  });
}

test("the README's programs compile", (t) => {
  const readme = readFileSync(new URL("README.md", root), "utf8");
  const programs = Array.from(readme.matchAll(/```ts\n(.*?)```/gs), ([, program = ""]) => program);
  const folder = mkdtempSync(join(tmpdir(), "konektor-types-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // What the reader's own app has.
  const own = "declare function session(request: Request): Promise<object | undefined>;\n";

  assert.equal(programs.length, 3);
  for (const [at, program] of programs.entries()) {
    const file = join(folder, `${at}.ts`);
    writeFileSync(file, `${program}\n${program.includes("session(") ? own : ""}`);
    assert.equal(compile(t, { lib: ["es2022", "dom"], types: ["node"], module: "nodenext" }, file), "", program);
  }
});

test("a wrong program does not compile", (t) => {
  const file = join(mkdtempSync(join(tmpdir(), "konektor-types-")), "wrong.ts");
  t.after(() => rmSync(dirname(file), { recursive: true }));
  writeFileSync(file, 'import { Konektor } from "konektor"; new Konektor().leads.create({ firstName: 5 });');

  assert.match(compile(t, { lib: ["es2022", "dom"], types: [], module: "nodenext" }, [file]), /firstName|TS2322/);
});

test("the declarations of all entries stay under 2 000 lines and know no runtime's own types", (t) => {
  const manifest = createRequire(import.meta.url)("konektor/package.json");
  const folder = fileURLToPath(new URL("pkg-template/", root));
  const seen = new Set();
  const open = Object.values(manifest.exports).flatMap((entry) => (entry.types ? [join(folder, entry.types)] : []));
  let lines = 0;
  for (let file = open.pop(); file; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    lines += text.split("\n").length;
    const declared = text.replace(/\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(declared, /<reference|node:|@types|BufferSource|NodeJS\./, file);
    for (const [, path = ""] of text.matchAll(/from "(\.[^"]+)\.js"/g)) open.push(join(dirname(file), `${path}.d.ts`));
  }

  t.diagnostic(`${lines} lines in ${seen.size} files`);
  assert.ok(seen.size > 5);
  assert.ok(lines < 2_000, `${lines} lines`);
  assert.ok([...seen].every((file) => existsSync(file)));
  const shipped = readdirSync(join(folder, "dist/types"), { recursive: true, withFileTypes: true });
  assert.equal(
    shipped.filter((file) => file.isFile()).length,
    seen.size,
    "a declaration is shipped that no entry needs",
  );
});
