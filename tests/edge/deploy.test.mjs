// @ts-check
// What must hold before a deploy: wrangler can make the Worker offline, and a forms file with a mistake stops it.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { compareKeys } from "../../edge/keys.mjs";
import { folder, formsFile, startSandbox } from "./parts.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

test("wrangler bundles the Worker with its outbox, its wasm and the widget's files", async () => {
  const { stdout } = await run(process.execPath, ["check.mjs"], { cwd: join(root, "edge"), timeout: 120_000 });

  assert.match(stdout, /env\.OUTBOX \(LeadOutbox\)/);
  assert.match(stdout, /env\.RATE_LIMITER/);
  assert.match(stdout, /env\.ASSETS/);
  assert.match(stdout, /--dry-run: exiting now/);
});

for (const [mistake, form] of /** @type {[string, object][]} */ ([
  ["forms.promo.redirect", { redirect: "javascript:alert(1)" }],
  ["forms.promo.fields.status", { fields: { firstName: "required", status: "optional" } }],
  ["forms.promo.origins[0]", { origins: ["*"] }],
])) {
  test(`a forms file is refused with the place of its mistake: ${mistake}`, async (t) => {
    const file = join(folder(t), "forms.json");
    writeFileSync(file, JSON.stringify(formsFile(form)));
    const args = ["edge/local.mjs", "--persist", folder(t), "--api", "http://127.0.0.1:1", "--forms", file];

    await assert.rejects(run(process.execPath, args, { cwd: root, timeout: 60_000 }), (error) =>
      /** @type {any} */ (error).stderr.includes(`${mistake}: `),
    );
  });
}

test("a key of another workspace, or one that is refused, stops a deploy", async (t) => {
  const sandbox = await startSandbox("--port", "0", "--key", "knk_sandbox", "--key", "knk_leads:agent.leads.write");
  t.after(() => sandbox.stop());
  const environment = {
    KONEKTOR_BASE_URL: sandbox.address,
    OWN: "knk_sandbox",
    POOR: "knk_leads",
    FOREIGN: "knk_other",
  };
  const compared = (/** @type {string} */ code, /** @type {string} */ keyBinding) =>
    compareKeys({ [code]: { keyBinding } }, environment);

  assert.deepEqual(await compared("KNK-abc123", "OWN"), { wrong: [], untold: [] });
  assert.match((await compared("KNK-other", "OWN")).wrong.join(), /KNK-other: the key in OWN is one of KNK-abc123/);
  assert.match((await compared("KNK-abc123", "POOR")).wrong.join(), /FORBIDDEN.*agent\.workspace\.read/);
  assert.match((await compared("KNK-abc123", "FOREIGN")).wrong.join(), /UNAUTHORIZED/);
  assert.match((await compared("KNK-abc123", "ABSENT")).untold.join(), /ABSENT is not in the environment/);
});
