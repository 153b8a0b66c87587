// @ts-check
// What the guide's page on privacy says of storage and of the wire is what a browser does: its tables are read and compared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pagesOf } from "../guide/markdown.mjs";
import { CODE, refusal } from "./fake-edge.mjs";
import { fillIn, keep, visit } from "./site.mjs";

const AD = "?utm_source=google&gclid=EAIa";
const TIKTOK = "?utm_source=tiktok&ttclid=tt-1&session=secret#email=siti";
const [guide] = pagesOf("docs/guide/privacy.md");

/** The table whose first column has this title: its rows, each by the titles. @param {string} title */
function table(title) {
  const lines = (guide?.text ?? "").split("\n");
  const from = lines.findIndex((line) => line.startsWith(`| ${title} |`));
  assert.notEqual(from, -1, `the guide has a table of "${title}"`);
  const cells = (/** @type {string} */ line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const titles = cells(lines[from] ?? "");
  const rest = lines.slice(from + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith("|")),
  );
  return rows.map((row) => Object.fromEntries(cells(row).map((cell, index) => [titles[index], cell])));
}

/** The names in backticks. @param {string | undefined} cell */
const names = (cell = "") => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name);

/** All that the page's origin stores in the browser. @param {import("playwright-core").Page} page */
function stored(page) {
  return page.evaluate(async () => [
    ...Object.keys(localStorage).map((name) => `localStorage ${name}`),
    ...Object.keys(sessionStorage).map((name) => `sessionStorage ${name}`),
    ...(await indexedDB.databases()).map(({ name }) => `IndexedDB ${name}`),
    ...(await caches.keys()).map((name) => `Cache ${name}`),
    ...document.cookie
      .split("; ")
      .filter((cookie) => cookie && !cookie.startsWith("_fbp="))
      .map((cookie) => `cookie ${cookie}`),
  ]);
}

test("what a browser stores is what the table says, and nothing else, after a lead that waits and a page on which nobody touched the form", async (t) => {
  const rows = table("where").map(
    ({ where, name }) => `${where} ${names(name)[0]?.replace("TRACKING-CODE", "KNK-abc123")}`,
  );
  const { page, site, edge, context } = await visit(t, { edit: (html) => html.replace('"wait"', '"granted"') });
  await context.addCookies([{ name: "_fbp", value: "fb.1.1764000000000.1", url: site }]);
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(`${site}/${AD}`);
  await keep(page);
  await page.goto(`${site}/${TIKTOK}`);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();
  await page.goto(`${site}/${AD}`);
  await page.waitForFunction(() => localStorage.getItem("konektor KNK-abc123 arrivals"));

  const found = await stored(page);

  for (const one of found) assert.ok(rows.includes(one), `"${one}" is stored and has no row in docs/guide/privacy.md`);
  // Where submissions wait, each row is met.
  const waits = found.some((one) => one.startsWith("IndexedDB"));
  assert.deepEqual(found.sort(), (waits ? rows : rows.slice(0, 2)).sort());
});

test("what is kept of visits has the members that the table says", async (t) => {
  const members = table("member").flatMap(({ member }) => names(member));
  const { page, site } = await visit(t, { edit: (html) => html.replace('"wait"', '"granted"') });
  await page.goto(`${site}/${TIKTOK}`);
  await keep(page);

  const kept = await page.evaluate(() => localStorage.getItem("konektor KNK-abc123") ?? "");

  const { first, last, session } = JSON.parse(kept);
  assert.deepEqual(["first", "last", "session", ...Object.keys(last)].sort(), members.sort());
  assert.deepEqual([Object.keys(first), Object.keys(session).sort()], [Object.keys(last), ["seen", "started"]]);
  assert.doesNotMatch(kept, /secret|siti/);
});

for (const consent of ["granted", "wait", "denied"]) {
  test(`with consent "${consent}" a lead tells what the table says`, async (t) => {
    const { page, site, edge, context } = await visit(t, { edit: (html) => html.replace('"wait"', '"granted"') });
    await context.addCookies([{ name: "_fbp", value: "fb.1.1764000000000.1", url: site }]);
    await page.goto(`${site}/${AD}`);
    await keep(page);
    await page.evaluate((answer) => localStorage.setItem("surya-atap-consent", answer), consent);
    await page.goto(`${site}/${TIKTOK}`, { referer: "https://blog.example/a?q=secret" });
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();

    const { fields, touch, consent: decided } = edge.submissions[0];

    const told = {
      "the fields that the visitor filled in": fields.firstName === "Siti Rahayu",
      "this page and the page before, without their queries":
        touch.last.landing === `${site}/` && touch.last.referrer === "https://blog.example/a",
      "`utm_*` and campaign names of this page": touch.last.params.utm_source === "tiktok",
      "click ids": touch.last.params.ttclid === "tt-1",
      cookies: Boolean(touch.last.cookies._fbp),
      "earlier visits": touch.first.params.gclid === "EAIa",
      "what was decided": decided === consent,
    };
    const yes = Object.entries(told).map(([what, is]) => [what, is ? "yes" : "no"]);
    assert.deepEqual(Object.fromEntries(yes), Object.fromEntries(table("told").map((row) => [row.told, row[consent]])));
    assert.doesNotMatch(JSON.stringify(edge.submissions), /secret|email=siti/);
  });
}

test("before the visitor agrees nothing is stored, and a lead that is taken leaves no touch behind", async (t) => {
  const { page, site } = await visit(t);
  await page.goto(`${site}/${AD}`);
  await fillIn(page);
  assert.deepEqual(await stored(page), []);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(
    (await stored(page)).filter((one) => one !== "IndexedDB konektor"),
    [],
  );
});

test("the guide's lines for a consent manager that speaks TCF do what they say", async (t) => {
  const lines = guide?.blocks.find(({ code }) => code.includes("__tcfapi"))?.code ?? "";
  const [, script = ""] = /<script>([\s\S]*)<\/script>/.exec(lines) ?? [];
  const { page, site, context } = await visit(t);
  await context.addInitScript(() => {
    Object(window).__tcfapi = (
      /** @type {string} */ command,
      /** @type {number} */ version,
      /** @type {Function} */ tell,
    ) => {
      Object(window).tell = (/** @type {string} */ eventStatus, /** @type {object} */ consents) =>
        tell({ eventStatus, purpose: { consents } }, command === "addEventListener" && version === 2);
    };
  });
  await context.addInitScript(script);
  await page.goto(`${site}/${AD}`);
  const consent = () => page.locator("konektor-form").getAttribute("consent");
  const tell = (/** @type {string} */ status, /** @type {object} */ consents) =>
    page.evaluate(([status, consents]) => Object(window).tell(status, consents), [status, consents]);

  await tell("cmpuishown", {});
  assert.equal(await consent(), "wait");
  await tell("useractioncomplete", { 1: true, 7: true });
  assert.equal(await consent(), "granted");
  await tell("useractioncomplete", { 1: true });
  assert.equal(await consent(), "denied");
});
