// @ts-check
// The OpenAPI document is true of the sandbox: schemathesis makes requests by it, valid, invalid and one after the other, and
// judges the answers.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KEY, startSandbox, target } from "../../package/servers.mjs";

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));
const document = here("../../../docs/openapi.json");
/** `cargo xtask test judges` installs it. */
const schemathesis = fileURLToPath(new URL("schemathesis/bin/st", target));

/**
 * Lets it judge a sandbox; what it reports.
 * @param {import("node:test").TestContext} t
 * @param {{ url: string }} sandbox
 */
async function judge(t, sandbox, /** @type {string[]} */ ...further) {
  const folder = mkdtempSync(join(tmpdir(), "konektor-schemathesis-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, "report.json");
  const child = spawn(
    schemathesis,
    [
      ...["--config-file", here("schemathesis.toml"), "run", document, "--url", sandbox.url],
      ...["--header", `Authorization: Bearer ${KEY}`, "--checks", "all"],
      ...["--report", "json", "--report-json-path", report, ...further],
    ],
    {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, SCHEMATHESIS_HOOKS: here("rules_in_words.py"), PYTHONDONTWRITEBYTECODE: "1" },
    },
  );
  const [status] = await once(child, "exit");
  assert.equal(status, 0, "the lines above say what it found");

  const { seed, operations, phases, test_cases: cases } = JSON.parse(readFileSync(report, "utf8"));
  const documented = Object.values(JSON.parse(readFileSync(document, "utf8")).paths).flatMap(Object.keys).length;
  assert.ok(documented > 0);
  assert.equal(operations.tested, documented, "an operation was not judged");
  assert.ok(cases.generated > 500, `only ${cases.generated} cases`);
  t.diagnostic(`schemathesis, seed ${seed}: ${operations.tested} operations, ${cases.generated} cases`);
  return phases;
}

test("schemathesis finds nothing that the sandbox answers against the OpenAPI document", async (t) => {
  const sandbox = await startSandbox(t, ["--plan", "none", "--leads", "50"]);

  const phases = await judge(t, sandbox);

  for (const phase of ["examples", "coverage", "fuzzing", "stateful"]) assert.equal(phases[phase].status, "success");
});

test("it finds nothing either where the rate limit refuses most of it", async (t) => {
  const sandbox = await startSandbox(t, ["--plan", "starter"]);

  // It warns of the 429s, which are what is wanted here.
  await judge(t, sandbox, "--phases", "coverage", "--warnings", "off");

  const statuses = (await sandbox.requests()).map((/** @type {{ status: number }} */ { status }) => status);
  assert.ok(statuses.includes(200) && statuses.filter((/** @type {number} */ status) => status === 429).length > 100);
});
