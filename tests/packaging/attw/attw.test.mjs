// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { run, tarball, tool } from "../consumer.mjs";

test("the types resolve for every way of resolving that knows `exports`", async (t) => {
  const printed = await run(".", tool("attw"), [
    tarball,
    // ESM only: `require` gets an ES module, which Node 20.19 and newer load.
    "--profile=esm-only",
    "--exclude-entrypoints=./konektor.wasm",
    "--format=json",
  ]);
  const { analysis } = JSON.parse(printed);

  assert.ok(Object.keys(analysis.entrypoints).includes("./proxy"));
  t.diagnostic(Object.keys(analysis.entrypoints).join());
});
