// @ts-check
// The package's types are those that openapi-typescript makes of the OpenAPI document.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import openapi, { astToString } from "openapi-typescript";

const root = new URL("../../../", import.meta.url);
const modules = fileURLToPath(new URL("node_modules", root));

/** Compiles types.ts beside the types of a document; what the compiler says. */
async function compile(/** @type {import("node:test").TestContext} */ t, /** @type {string} */ document) {
  const folder = mkdtempSync(join(tmpdir(), "konektor-openapi-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(modules, join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "openapi.d.ts"), astToString(await openapi(document)));
  writeFileSync(join(folder, "types.ts"), readFileSync(new URL("types.ts", import.meta.url)));
  const options = {
    strict: true,
    noEmit: true,
    target: "es2022",
    module: "nodenext",
    lib: ["es2022", "dom"],
    types: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["types.ts"] }));
  return spawnSync(join(modules, ".bin/tsc"), ["--project", folder], { encoding: "utf8" }).stdout;
}

const document = readFileSync(new URL("docs/openapi.json", root), "utf8");

test("the package's types and those of the OpenAPI document take each other's values", async (t) => {
  assert.equal(await compile(t, document), "");
});

for (const [what, change] of /** @type {[string, (document: any) => unknown][]} */ ([
  ["a field less", ({ components }) => delete components.schemas.Lead.properties.notes],
  ["a field of another type", ({ components }) => (components.schemas.Usage.properties.teamMembers.type = "string")],
  ["a value more", ({ components }) => components.schemas.LeadStatus.enum.push("asleep")],
  ["a parameter less", ({ paths }) => paths["/api/v2/agent/leads"].get.parameters.pop()],
])) {
  test(`a document with ${what} is another one`, async (t) => {
    const changed = JSON.parse(document);
    change(changed);

    assert.match(await compile(t, changed), /types\.ts.*error TS2/);
  });
}
