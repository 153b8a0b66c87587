// @ts-check
// examples/web-app as somebody has it who copied it: with the tarball and Vite installed, built without further configuration,
// behind each of its two servers, against the sandbox, in a real browser.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf } from "wrangler";
import { serve, startSandbox } from "../../package/servers.mjs";
import { consumer, run, tool } from "../consumer.mjs";
import { browser } from "../pages.mjs";

const example = fileURLToPath(new URL("../../../examples/web-app/", import.meta.url));
const { devDependencies } = JSON.parse(readFileSync(join(example, "package.json"), "utf8"));

const KEY = "knk_that_no_browser_sees";
const secrets = { KONEKTOR_API_KEY: KEY, SESSION_SECRET: "a long text that only the server knows" };
const LIST = "/api/konektor/api/v2/agent/leads";

const folder = await consumer({ after }, {}, { vite: devDependencies.vite });
cpSync(example, folder, {
  recursive: true,
  filter: (path) => !["package.json", "node_modules", "dist"].includes(basename(path)),
});
// The key is in the environment, as it is where people build and start in one place.
await run(folder, join(folder, "node_modules/.bin/vite"), ["build", "--logLevel", "error"], secrets);

const out = join(folder, "out");
await run(folder, tool("wrangler"), ["deploy", "--dry-run", "--outdir", out], {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  DO_NOT_TRACK: "1",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});

/** @typedef {{ after(work: () => unknown): void }} Ends */

/** @type {[string, (t: Ends, api: string) => Promise<string>][]} */
const SERVERS = [
  ["server.mjs in Node", inNode],
  ["worker.ts in workerd", inWorkerd],
];

/** @param {Ends} t @param {string} api */
async function inNode(t, api) {
  const child = spawn("node", ["server.mjs"], {
    cwd: folder,
    env: { ...process.env, ...secrets, PORT: "0", KONEKTOR_BASE_URL: api },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(async () => {
    child.kill();
    await once(child, "exit");
  });
  const [line] = await once(createInterface(child.stdout), "line");
  return line.split(" ").at(-1);
}

/** @param {Ends} t @param {string} api */
async function inWorkerd(t, api) {
  const { workerOptions } = optionsOf(join(folder, "wrangler.jsonc"));
  const worker = new Miniflare({
    ...workerOptions,
    host: "127.0.0.1",
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    modulesRoot: out,
    // The first one is the Worker itself.
    modules: ["worker.js", ...readdirSync(out).filter((file) => file.endsWith(".wasm"))].map((file) => ({
      type: file.endsWith(".js") ? "ESModule" : "CompiledWasm",
      path: join(out, file),
    })),
    bindings: { ...secrets, KONEKTOR_BASE_URL: api },
  });
  t.after(() => worker.dispose());
  return (await worker.ready).origin;
}

/** Everything that a browser sends and gets, as text. @param {import("playwright-core").BrowserContext} context */
function wiretap(context) {
  /** @type {Promise<{ url: URL, sent: string, got: string, headers: Record<string, string> }>[]} */
  const exchanges = [];
  context.on("response", (response) => {
    const request = response.request();
    exchanges.push(
      (async () => ({
        url: new URL(request.url()),
        sent: JSON.stringify([request.url(), await request.allHeaders(), request.postData()]),
        got: JSON.stringify(await response.allHeaders()) + (await response.text().catch(() => "")),
        headers: await response.allHeaders(),
      }))(),
    );
  });
  return exchanges;
}

for (const [name, start] of SERVERS) {
  test(`a page lists and changes leads through ${name}`, async (t) => {
    const sandbox = await startSandbox(t, [
      ...["--plan", "pro", "--leads", "45", "--key", `${KEY}:agent.leads.read,agent.leads.write`],
    ]);
    const url = await start(t, sandbox.url);
    const context = await (await browser(t)).newContext();
    const page = await context.newPage();
    const exchanges = wiretap(context);
    const message = page.getByRole("status");
    const says = (/** @type {string | RegExp} */ text) => message.filter({ hasText: text }).waitFor();
    const changes = async () => (await sandbox.requests()).filter((/** @type {any} */ { method }) => method !== "GET");

    await t.test("whoever is not signed in is asked to, and nothing is asked of the API", async () => {
      await page.goto(url);
      await says("You are not signed in");

      assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Sign in");
      assert.equal(await page.getByRole("list").count(), 0);
      assert.deepEqual(await sandbox.requests(), []);
    });

    await t.test("a signed-in agent sees page after page", async () => {
      await page.getByRole("link", { name: "Sign in" }).click();
      await says("20 of 45 leads");
      await page.getByRole("button", { name: "More" }).click();
      await says("40 of 45 leads");
      await page.getByRole("button", { name: "More" }).click();
      await says("45 of 45 leads");

      assert.equal(await page.getByRole("listitem").count(), 45);
      assert.equal(await page.getByRole("button", { name: "More" }).count(), 0);
    });

    await t.test("what the agent changes arrives, and the page sees request id and rate limit", async () => {
      const { leads } = await sandbox.knob("GET", "leads");
      const fresh = leads.filter((/** @type {any} */ { status }) => status === "new");
      await page.getByLabel("Show").selectOption("new");
      await says(`${Math.min(fresh.length, 20)} of ${fresh.length} leads`);
      const first = page.getByRole("listitem").first();
      const name = await first.locator("strong").textContent();
      await first.getByRole("combobox").selectOption("contacted");
      await says(`${name}: new → contacted`);

      const [change, ...more] = await changes();
      const { leads: stored } = await sandbox.knob("GET", `leads?id=${change.path.split("/").at(-1)}`);
      assert.deepEqual(more, []);
      assert.equal([stored[0].firstName, stored[0].lastName].filter(Boolean).join(" "), name);
      assert.equal(stored[0].status, "contacted");
      assert.match(
        (await page.locator("footer").textContent()) ?? "",
        /^Request [0-9a-f-]{36}, 19\d of 200 requests left this minute$/,
      );
    });

    await t.test("a viewer is told that changes are not theirs, and sees what still holds", async () => {
      await page.goto(`${url}/sign-in?as=viewer`);
      await says("20 of 45 leads");
      const status = page.getByRole("listitem").getByRole("combobox").first();
      const before = await status.inputValue();
      await status.selectOption(before === "won" ? "lost" : "won");
      await says("You may look at leads, but not change them.");

      assert.equal(await status.inputValue(), before);
      assert.equal((await changes()).length, 1);
    });

    await t.test("a session that has ended in between leads to signing in again", async () => {
      await context.clearCookies();
      await page.getByRole("listitem").getByRole("combobox").first().selectOption("hot");
      await says("your session has ended");
      await page.getByRole("link", { name: "Sign in" }).click();
      await says("20 of 45 leads");

      assert.equal((await changes()).length, 1);
    });

    await t.test("a session that its holder has altered is none", async () => {
      const [role, until, signature] = (await context.cookies())[0]?.value.split(".") ?? [];
      const later = `${role}.${Number(until) + 1}.${signature}`;
      const cut = `${role}.${until}.${signature?.slice(2)}`;
      assert.equal(role, "agent");
      for (const value of [later, cut, `${role}.${until}.`, `viewer.${until}.${signature}`, "agent", ""]) {
        const response = await fetch(`${url}${LIST}`, { headers: { cookie: `session=${value}` } });

        assert.equal(response.status, 401, value);
      }
    });

    await t.test("a body that is too long is answered before it has ended", async () => {
      const headers = { ...(await session(url)), "content-type": "application/json", "sec-fetch-site": "same-origin" };
      const upload = plainRequest(`${url}${LIST}/lead_1`, { method: "PATCH", headers });
      upload.write(Buffer.alloc(128 * 1024 + 1, " "));
      const [response] = await once(upload, "response");
      upload.destroy();

      assert.equal(response.statusCode, 413);
      assert.equal((await changes()).length, 1);
    });

    await t.test("the page is accessible", async () => {
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());

      assert.ok(passes.length > 5);
      assert.deepEqual(violations, []);
    });

    await t.test(
      "nothing that the browser sent or got held the key, and every answer told the rate limit",
      async () => {
        const all = await Promise.all(exchanges);
        const api = all.filter(({ url }) => url.pathname.startsWith("/api/konektor/"));
        const answered = api.filter(({ headers }) => headers["x-request-id"]);

        assert.ok(all.every(({ url: { origin } }) => origin === url));
        assert.ok(all.every(({ sent, got }) => !sent.includes(KEY) && !got.includes(KEY)));
        assert.ok(api.every(({ headers }) => headers["cache-control"] === "no-store"));
        assert.equal(answered.length, (await sandbox.requests()).length);
        for (const { headers } of answered) {
          assert.match(headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/);
          assert.equal(headers["x-ratelimit-limit"], "200");
          assert.match(headers["x-ratelimit-remaining"] ?? "", /^1\d\d$/);
        }
      },
    );
  });
}

// workerd, as it runs here, does not notice that a visitor has left; on Cloudflare all that belongs to the request ends with it.
// The API's own deadline would end it after 30 seconds.
test("a visitor who leaves ends what server.mjs asks of the API", { timeout: 20_000 }, async (t) => {
  const events = new EventEmitter();
  const [arrived, closed] = [once(events, "arrived"), once(events, "closed")];
  const api = await serve(t, ({ socket }) => {
    socket.on("close", () => events.emit("closed"));
    events.emit("arrived");
  });
  const url = await inNode(t, api);
  const leaving = new AbortController();
  const answer = fetch(`${url}${LIST}`, { headers: await session(url), signal: leaving.signal });
  await arrived;
  leaving.abort();

  await assert.rejects(answer, { name: "AbortError" });
  await closed;
});

/** The headers of somebody who is signed in. */
async function session(/** @type {string} */ url) {
  const response = await fetch(`${url}/sign-in`, { redirect: "manual" });
  return { cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "" };
}

test("no file of the built app holds the key or the session's secret", () => {
  const files = readdirSync(join(folder, "dist"), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  assert.ok(files.some(({ name }) => name.endsWith(".wasm")) && files.some(({ name }) => name.endsWith(".js")));
  for (const { parentPath, name } of files) {
    const text = readFileSync(join(parentPath, name), "latin1");
    for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret), name);
  }
});

for (const target of ["http://elsewhere.example/api/konektor/api/v2/agent/leads", "*", "//elsewhere.example/"]) {
  test(`server.mjs lives on after a request for ${target}`, async (t) => {
    const sandbox = await startSandbox(t);
    const url = new URL(await inNode(t, sandbox.url));
    const asked = plainRequest({ host: url.hostname, port: url.port, path: target, method: "GET" }).end();
    const [response] = await once(asked, "response");
    response.resume();

    assert.ok(response.statusCode >= 400 && response.statusCode < 500, String(response.statusCode));
    assert.equal((await fetch(new URL(LIST, url))).status, 401);
  });
}
