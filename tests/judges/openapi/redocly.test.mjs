// @ts-check
// The OpenAPI document is well formed, and complete by the rules that Redocly recommends.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What Redocly has to say of a document, as it counts. */
function lint(/** @type {string} */ document) {
  const options = ["--config", "tests/judges/openapi/redocly.yaml", "--format", "json"];
  const { stdout, stderr } = spawnSync("node_modules/.bin/redocly", ["lint", document, ...options], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout);
}

test("Redocly finds neither an error nor a warning in the OpenAPI document", () => {
  const { totals, problems } = lint("docs/openapi.json");

  assert.deepEqual(totals, { errors: 0, warnings: 0, ignored: 0 }, JSON.stringify(problems, null, 2));
});

test("Redocly finds an error where there is one", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "konektor-redocly-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const document = JSON.parse(readFileSync(join(root, "docs/openapi.json"), "utf8"));
  document.paths["/api/v2/agent/workspace"].get.operationId = "leads.list";
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(document));

  assert.equal(lint(file).totals.errors, 1);
});
