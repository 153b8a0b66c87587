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
import { browser } from "../pages.mjs";

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

test("web-app-proxy shows leads in a page that has no key", async (t) => {
  const sandbox = await startSandbox(t, ["--plan", "none", "--leads", "120"]);
  const child = spawn("node", ["server.mjs"], {
    cwd: join(examples, "web-app-proxy"),
    env: { ...process.env, PORT: "0", KONEKTOR_API_KEY: KEY, KONEKTOR_BASE_URL: sandbox.url },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(async () => {
    child.kill();
    await once(child, "exit");
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const url = /** @type {string} */ (line.split(" ").at(-1));

  const page = await (await browser(t)).newPage();
  await page.goto(url);
  await page.getByText("That is all.").waitFor();
  const { leads } = await sandbox.knob("GET", "leads?limit=1000");
  const fresh = leads.filter((/** @type {any} */ lead) => lead.status === "new");
  assert.ok(fresh.length > 0);
  assert.equal(await page.locator("li").count(), fresh.length);
  assert.equal((await fetch(`${url}/api/konektor/api/v2/agent/leads`)).status, 403);
});
