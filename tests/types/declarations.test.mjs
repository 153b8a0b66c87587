// @ts-check
// What is shipped as declarations: enough for every entry and operation, no more than that, and nothing of any runtime's own.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { USAGE } from "./compiler.mjs";

const root = new URL("../../", import.meta.url);
const manifest = createRequire(import.meta.url)("konektor/package.json");

test("every operation and every entry is used in a type test", () => {
  const generated = readFileSync(new URL("pkg-template/src/generated/operations.ts", root), "utf8");
  const operations = [...generated.matchAll(/^ {2}"([\w.]+)": \{ method/gm)].map(([, name = ""]) => name);
  const entries = Object.entries(manifest.exports).filter(([, entry]) => entry.types);
  const text = Object.values(USAGE).join("\n");

  assert.ok(operations.length >= 12);
  assert.deepEqual(
    operations.filter((name) => !text.includes(`konektor.${name}(`)),
    [],
  );
  assert.deepEqual(
    entries.map(([path]) => `konektor${path.slice(1)}`).filter((name) => !text.includes(`from "${name}"`)),
    [],
  );
});

test("the declarations of all entries stay under 2 000 lines and know no runtime's own types", (t) => {
  const folder = fileURLToPath(new URL("pkg-template/", root));
  const seen = new Set();
  const open = Object.values(manifest.exports).flatMap((entry) => (entry.types ? [join(folder, entry.types)] : []));
  let lines = 0;
  for (let file = open.pop(); file; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    lines += text.match(/\n/g)?.length ?? 0;
    // Examples in comments may well be of Node.
    assert.doesNotMatch(text.replace(/\/\*\*.*?\*\//gs, ""), /<reference|node:|@types|BufferSource|NodeJS\./, file);
    for (const [, path = ""] of text.matchAll(/from "(\.[^"]+)\.js"/g)) open.push(join(dirname(file), `${path}.d.ts`));
  }

  assert.ok(seen.size > 5);
  t.diagnostic(`${lines} lines`);
  assert.ok(lines < 2_000, `${lines} lines`);
  assert.ok([...seen].every((file) => existsSync(file)));
  const shipped = readdirSync(join(folder, "dist/types"), { recursive: true, withFileTypes: true });
  assert.equal(
    shipped.filter((file) => file.isFile()).length,
    seen.size,
    "a declaration is shipped that no entry needs",
  );
});
