// @ts-check
// The examples, run as their first lines say, against the sandbox.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KEY, startSandbox } from "../../package/servers.mjs";

const examples = fileURLToPath(new URL("../../../examples/", import.meta.url));

test("import-leads creates what can be created and tells the rest", async (t) => {
  const sandbox = await startSandbox(t);
  const folder = mkdtempSync(join(tmpdir(), "konektor-example-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "leads.csv");
  writeFileSync(file, "firstName,email,phone,externalRef\nAndi,andi@example.com,+6281234567890,a-1\nBudi,budi,,a-2\n");
  const child = spawn("node", ["import-leads.mjs", file], {
    cwd: join(examples, "import-leads"),
    env: { ...process.env, KONEKTOR_API_KEY: KEY, KONEKTOR_BASE_URL: sandbox.url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  /** @type {string[]} */
  const lines = [];
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  const [code] = await once(child, "close");

  assert.equal(code, 1);
  assert.match(lines[0] ?? "", /a-1: lead_/);
  assert.match(lines[1] ?? "", /a-2: VALIDATION_ERROR \{"email":"Invalid email"\}/);
  const { leads } = await sandbox.knob("GET", "leads");
  assert.deepEqual(
    leads.map((/** @type {any} */ lead) => lead.externalRef),
    ["a-1"],
  );
});
