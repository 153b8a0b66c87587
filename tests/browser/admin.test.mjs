// @ts-check
// The operator's page in a real browser, before a real edge and the sandbox: what it shows is text, what it does is what the buttons
// say, and it knows the token no longer than it is open.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { data, startWithAdmin, TOKEN } from "../edge/operator.mjs";
import { leadOf, leads, submission, until } from "../edge/parts.mjs";
import { CREATE, delivered, fault, receive } from "../edge/world.mjs";
import { theBrowser } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const bot = (/** @type {object} */ fields = {}) =>
  submission({ fields: { firstName: "Bot", phone: "0812-0000-1111", _hp: "x", ...fields } });

/** An operator's browser; whatever the policy blocks or a script throws is kept. @param {import("node:test").TestContext} t @param {import("playwright-core").BrowserContextOptions} [options] */
async function visit(t, options) {
  const world = await startWithAdmin(t);
  const context = await (await theBrowser()).newContext(options);
  t.after(() => context.close());
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    dialog.accept();
  });
  await page.goto(`${world.edge}/admin`);
  return { ...world, world, page, context, complaints };
}

/** @param {import("playwright-core").Page} page */
async function open(page, token = TOKEN) {
  await page.getByLabel("Admin token").fill(token);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Health" }).waitFor();
}

const status = (/** @type {import("playwright-core").Page} */ page, /** @type {string} */ text) =>
  page.locator("#said").getByText(text).waitFor();

test("a wrong token is told, the right one opens, and a reload forgets it", async (t) => {
  const { page, context, complaints } = await visit(t);

  await page.getByLabel("Admin token").fill("a wrong token of thirty-two letters".replaceAll(" ", "-"));
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Send the admin token").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Health" }).isVisible(), false);
  await open(page);
  await page.getByText("Green: all is well").waitFor();
  const kept = await page.evaluate(() => ({
    cookies: document.cookie,
    local: { ...localStorage },
    session: { ...sessionStorage },
    html: document.documentElement.outerHTML,
    values: Array.from(document.querySelectorAll("input"), ({ value }) => value),
  }));
  const storage = await context.storageState({ indexedDB: true });

  assert.ok(!JSON.stringify([kept, storage, page.url()]).includes(TOKEN));
  assert.deepEqual([kept.cookies, kept.local, kept.session, storage.cookies, storage.origins], ["", {}, {}, [], []]);
  await page.reload();
  assert.equal(await page.getByLabel("Admin token").inputValue(), "");
  assert.equal(await page.locator("#inside").isVisible(), false);
  // Chromium reports the 401 that this test asked for.
  assert.deepEqual(
    complaints.filter((text) => !text.includes("401")),
    [],
  );
});

test("a suspect is released and becomes its lead, another is rejected, and a parked one is sent again", async (t) => {
  const { page, world, complaints } = await visit(t);
  const [good, bad] = [
    await receive(world, bot({ firstName: "Good" })),
    await receive(world, bot({ firstName: "Bad" })),
  ];
  await fault(world, { match: CREATE, answer: "status", status: 400, code: "VALIDATION_ERROR" });
  const parked = await receive(world);
  await until(() => world.part.log.includes('"event":"parked"'), "the row to be parked");
  await open(page);
  await page.getByText("Red: somebody has to look at this").waitFor();
  await page.getByText("Konektor refused submissions for their content").waitFor();

  await page.getByLabel(`Choose ${good}`).check();
  await page.getByRole("button", { name: "Release" }).click();
  await status(page, "1 released");
  await page.getByLabel(`Choose ${bad}`).check();
  await page.getByLabel(`Choose ${parked}`).check();
  await page.getByRole("button", { name: "Release" }).click();
  await status(page, "1 released, 1 could not be");
  await page.getByRole("button", { name: "Send all parked again" }).click();
  await status(page, "1 sent again");

  for (const code of [good, bad, parked]) await leadOf(world.sandbox, code);
  const third = await receive(world, bot({ firstName: "Third" }));
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByLabel(`Choose ${third}`).check();
  await page.getByRole("button", { name: "Reject" }).click();
  await status(page, "1 rejected");
  await page.getByText("Green: all is well").waitFor();
  assert.equal((await data(world.edge, `submissions/${third}`)).submission.state, "rejected");
  assert.equal((await leads(world.sandbox)).length, 3);
  // Chromium reports the red health answers.
  assert.deepEqual(
    complaints.filter((text) => !text.includes("503")),
    [],
  );
});

test("closing the page forgets what it showed, also what was still on its way", async (t) => {
  const { page, world } = await visit(t);
  await receive(world, bot({ firstName: "Rahasia" }));
  await open(page);
  await page.getByRole("cell", { name: "Rahasia" }).waitFor();
  /** @type {(() => void)[]} */
  const held = [];
  await page.route("**/admin/v1/submissions", async (route) => {
    await new Promise((done) => held.push(() => done(undefined)));
    await route.continue().catch(() => {});
  });

  await page.getByRole("button", { name: "Refresh" }).click();
  await until(() => held.length > 0, "the list to be asked for");
  await page.getByRole("button", { name: "Close and forget the token" }).click();
  for (const go of held) go();

  await page.getByLabel("Admin token").and(page.locator(":focus")).waitFor();
  await page.waitForFunction(() => document.body.ariaBusy === "false");
  assert.ok(!(await page.content()).includes("Rahasia"));
  assert.equal(await page.locator("#wrong").textContent(), "");
  await page.unroute("**/admin/v1/submissions");
  await open(page);
  await page.getByRole("cell", { name: "Rahasia" }).waitFor();
});

test("whatever a visitor typed is text, and the policy has nothing to complain of", async (t) => {
  const { page, world, complaints } = await visit(t);
  const hostile = [
    `<img src=x onerror="document.title='broken'">`,
    `<script>document.title='broken'</script>`,
    "=HYPERLINK(1)",
    "a\u202egnp.exe",
    "{{constructor}}",
    "</td></table><iframe>",
  ];
  for (const firstName of hostile) await receive(world, bot({ firstName, message: firstName }));
  await open(page);

  const names = await page.locator("#submissions tbody td:nth-child(7)").allTextContents();
  const elements = await page.evaluate(() => {
    const allowed = new Set(["INPUT"]);
    const inner = document.querySelectorAll("#submissions td *, #submissions th *");
    return Array.from(inner, ({ tagName }) => tagName).filter((name) => !allowed.has(name));
  });
  const isolated = await page
    .locator("#submissions tbody td:nth-child(7)")
    .first()
    .evaluate((cell) => getComputedStyle(cell).unicodeBidi);

  // What would turn the text around is taken out before it is kept.
  assert.deepEqual(
    names,
    hostile.reverse().map((name) => name.replace("\u202e", "")),
  );
  assert.deepEqual(elements, []);
  assert.equal(isolated, "isolate");
  assert.equal(await page.title(), "Konektor forms");
  assert.deepEqual(complaints, []);
});

test("the policy lets in no other script, no markup and no other server", async (t) => {
  const { page, edge } = await visit(t);
  const answer = await fetch(`${edge}/admin`);
  const policy = answer.headers.get("content-security-policy") ?? "";
  assert.equal(await answer.text(), await (await fetch(`${edge}/admin/`)).text());

  for (const part of ["default-src 'none'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(part), part);
  }
  assert.ok(policy.includes(`script-src ${edge}/admin/admin.js;`), "no other script of this origin");
  assert.ok(!/unsafe|\*/.test(policy));
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.equal(answer.headers.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(answer.headers.get("cross-origin-embedder-policy"), "require-corp");
  assert.equal(answer.headers.get("cross-origin-resource-policy"), "same-origin");
  assert.equal(answer.headers.get("set-cookie"), null);
  const tried = await page.evaluate(async (own) => {
    const outcome = (/** @type {() => unknown} */ attempt) =>
      Promise.resolve()
        .then(attempt)
        .then(
          () => "allowed",
          () => "refused",
        );
    const script = () =>
      new Promise((done, failed) => {
        const made = document.createElement("script");
        Object.assign(made, { onload: done, onerror: failed });
        // A trusted-types policy of one's own would be needed even for a script that exists.
        made.src = `${own}/konektor-form.js`;
        document.head.append(made);
      });
    return {
      markup: await outcome(() => {
        document.body.innerHTML = "<b>x</b>";
      }),
      script: await outcome(script),
      elsewhere: await outcome(() => fetch(`${own}/v1/forms/promo`)),
      policy: await outcome(() => /** @type {any} */ (globalThis).trustedTypes.createPolicy("x", {})),
    };
  }, edge);
  assert.deepEqual(tried, { markup: "refused", script: "refused", elsewhere: "refused", policy: "refused" });
});

test("an export is saved as a file, and an erasure is asked about and names the leads to remove", async (t) => {
  const { page, world, complaints } = await visit(t);
  const code = await receive(world, submission({ fields: { firstName: "Siti", email: "siti@example.com" } }));
  await delivered(world, code);
  const [lead] = await leads(world.sandbox);
  await open(page);

  await page.getByLabel("Code, name, email or phone").fill("0811");
  await page.getByRole("button", { name: "Search" }).click();
  await status(page, "0 submissions are shown");
  await page.getByLabel("Code, name, email or phone").fill("SITI@");
  await page.getByRole("button", { name: "Search" }).click();
  await status(page, "1 submissions are shown");
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as CSV" }).click();
  const saved = await saving;
  const text = readFileSync(await saved.path(), "utf8");
  await status(page, "The export is saved");
  await page.getByLabel("Email", { exact: true }).fill("SITI@example.com");
  await page.getByRole("button", { name: "Erase" }).click();
  await page.getByText(`Remove these leads in Konektor: ${lead?.id}`).waitFor();
  await status(page, "Erased");
  assert.equal(await page.locator("#submissions tbody tr").count(), 0, "nobody of this name is left");
  await page.getByLabel("Code, name, email or phone").fill("");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("cell", { name: "(erased)" }).waitFor();

  assert.equal(saved.suggestedFilename(), "KNK-abc123.csv");
  assert.ok(asked.length > 3 && !/siti/i.test(asked.join()), "addresses get into logs");
  assert.ok(text.includes('"siti@example.com"'));
  assert.deepEqual(complaints, ["Erase all data of SITI@example.com? It cannot be brought back."]);
  assert.equal((await data(world.edge, `submissions/${code}`)).submission.lead, null);
});

for (const [what, options] of /** @type {[string, import("playwright-core").BrowserContextOptions][]} */ ([
  ["by day", { colorScheme: "light" }],
  ["by night", { colorScheme: "dark" }],
  // What 200 % makes of a window of 1280 pixels.
  ["at twice the size", { viewport: { width: 640, height: 400 } }],
])) {
  test(`axe finds no violation ${what}, and nothing but the tables scrolls sideways`, async (t) => {
    const { page, world } = await visit(t, options);
    await receive(world, bot({ message: "x".repeat(500) }));
    const violations = async () => {
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
      assert.ok(passes.length > 10, "axe looked at the page");
      return violations.map(
        (/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ n) => n.html)}`,
      );
    };

    assert.deepEqual(await violations(), [], "at the door");
    await open(page);
    await status(page, "1 submissions are shown");
    assert.deepEqual(await violations(), [], "inside");
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });
}

test("the whole way can be gone by keyboard", async (t) => {
  const { page, world } = await visit(t);
  const code = await receive(world, bot());
  await open(page);

  await page.locator("#workspace:focus").waitFor();
  for (let steps = 0; (await page.locator(`[value="${code}"]:focus`).count()) === 0; steps++) {
    assert.ok(steps < 30, "the box cannot be reached");
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Space");
  for (let steps = 0; (await page.locator("[data-decision=release]:focus").count()) === 0; steps++) {
    assert.ok(steps < 30, "the button cannot be reached");
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");

  await status(page, "1 released");
  await leadOf(world.sandbox, code);
});
