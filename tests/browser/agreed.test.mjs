// @ts-check
// Proof of consent: what each checkbox of a purpose showed, whether it was ticked, when and where, goes along with the lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { fillIn, visit } from "./site.mjs";

const WORDS = "Saya setuju dihubungi tentang promo lain. Kebijakan privasi";
const TICKED = "2026-01-15T08:00:00.000Z";
const SENT = "2026-01-15T08:05:00.000Z";

/** A visitor of a page whose own form has these checkboxes. @param {import("node:test").TestContext} t @param {string} boxes */
function visitor(t, boxes) {
  return visit(t, { edit: (html) => html.replace('<button type="submit">', `${boxes}<button type="submit">`) });
}

/** @param {string} more attributes of the box */
const box = (
  more = "",
) => `<label for="more"><input id="more" type="checkbox" data-purpose="marketing" data-version="2" ${more}>
  Saya setuju <b>dihubungi</b>
  tentang promo lain. <a href="/privasi">Kebijakan privasi</a><span hidden> versi lama</span></label>`;

/** Sends the form of the page that is open; answers what the edge got. @param {Awaited<ReturnType<typeof visit>>} visited */
async function send({ page, edge }) {
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  return edge.submissions.at(-1);
}

test("a ticked box travels with its words as shown, its version and language, and the time and page of the tick", async (t) => {
  const visited = await visitor(t, box());
  const { page, site } = visited;
  await page.clock.setFixedTime(TICKED);
  await page.goto(`${site}/plain.html?email=siti@example.com`);
  await fillIn(page);
  await page.getByLabel("Saya setuju").check();
  await page.clock.setFixedTime(SENT);

  const { agreed, fields } = await send(visited);

  const [only] = agreed;
  assert.deepEqual(only, {
    purpose: "marketing",
    given: true,
    text: WORDS,
    version: "2",
    language: "id",
    at: TICKED,
    page: `${site}/plain.html`,
  });
  assert.equal(agreed.length, 1);
  assert.equal(fields.firstName, "Siti Rahayu");
});

test("a box that stays empty is told as not given, as of the sending, and stops nobody", async (t) => {
  const visited = await visitor(t, box());
  const { page, site } = visited;
  await page.clock.setFixedTime(TICKED);
  await page.goto(`${site}/plain.html`);
  await fillIn(page);
  await page.clock.setFixedTime(SENT);

  const [only] = (await send(visited)).agreed;

  assert.deepEqual([only.purpose, only.given, only.at], ["marketing", false, SENT]);
});

test("a tick that is taken back is not given, as of then", async (t) => {
  const visited = await visitor(t, box());
  const { page, site } = visited;
  await page.goto(`${site}/plain.html`);
  await fillIn(page);
  await page.getByLabel("Saya setuju").check();
  await page.clock.setFixedTime(TICKED);
  await page.getByLabel("Saya setuju").uncheck();
  await page.clock.setFixedTime(SENT);

  const [only] = (await send(visited)).agreed;

  assert.deepEqual([only.given, only.at], [false, TICKED]);
});

test("a box that the page ticked by itself is emptied, and the page's author is told why", async (t) => {
  const visited = await visitor(t, box("checked"));
  const { page, site } = visited;
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(`${site}/plain.html`);
  await fillIn(page);

  const [only] = (await send(visited)).agreed;

  assert.equal(only.given, false);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /"marketing" was ticked by the page, which is no consent/);
});

test("a box that the page requires is required, and no other", async (t) => {
  const visited = await visitor(t, box("required name=setuju"));
  const { page, site, edge } = visited;
  await page.goto(`${site}/plain.html`);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.locator("#more:focus").waitFor();
  assert.equal(edge.submissions.length, 0);
  await page.getByLabel("Saya setuju").check();

  assert.equal((await send(visited)).agreed[0].given, true);
});

test("the language is that of the words, and words may stand beside the box", async (t) => {
  const visited = await visitor(
    t,
    `<div lang="en"><input id="news" type="checkbox" data-purpose="newsletter"><label for="news">I want the newsletter</label></div>
    <input type="checkbox" data-purpose="whatsapp" aria-label="Boleh lewat WhatsApp">`,
  );
  const { page, site } = visited;
  await page.goto(`${site}/plain.html`);
  await fillIn(page);

  const { agreed } = await send(visited);

  const told = agreed.map((/** @type {any} */ { purpose, text, language, version }) => [
    purpose,
    text,
    language,
    version,
  ]);
  assert.deepEqual(told, [
    ["newsletter", "I want the newsletter", "en", undefined],
    ["whatsapp", "Boleh lewat WhatsApp", "id", undefined],
  ]);
});

test("words that are missing or too many for a proof are left out, and the page's author is told", async (t) => {
  const visited = await visitor(
    t,
    `<input type="checkbox" data-purpose="none"><label><input type="checkbox" data-purpose="long">${"x".repeat(1001)}</label>`,
  );
  const { page, site } = visited;
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(`${site}/plain.html`);
  await fillIn(page);

  const { agreed } = await send(visited);

  assert.deepEqual(
    agreed.map((/** @type {any} */ { text }) => text),
    ["", ""],
  );
  assert.deepEqual(
    warnings.map((text) => /"(none|long)" has no label, or one of more than 1000 characters/.exec(text)?.[1]),
    ["none", "long"],
  );
});

test("eight purposes are told and no more", async (t) => {
  const boxes = Array.from({ length: 10 }, (_, index) =>
    box().replaceAll("more", `box-${index}`).replace("marketing", `p${index}`),
  );
  const visited = await visitor(t, boxes.join(""));
  await visited.page.goto(`${visited.site}/plain.html`);
  await fillIn(visited.page);

  const { agreed } = await send(visited);

  assert.deepEqual(
    agreed.map((/** @type {any} */ { purpose }) => purpose),
    ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"],
  );
});

test("a box in the element's form counts like one in a page's own", async (t) => {
  const visited = await visit(t, {
    edit: (html) => html.replace(/<label>\s*<input type="checkbox".*?<\/label>/s, box()),
  });
  const { page, site } = visited;
  await page.goto(site);
  await fillIn(page);
  await page.getByLabel("Saya setuju").check();

  const [only] = (await send(visited)).agreed;

  assert.deepEqual([only.given, only.text, only.language], [true, WORDS, "id"]);
});

test("a retry tells the same proof", async (t) => {
  const visited = await visitor(t, box());
  const { page, site, edge } = visited;
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(`${site}/plain.html`);
  await fillIn(page);
  await page.getByLabel("Saya setuju").check();
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();

  edge.answer = RECEIVED;
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(CODE).waitFor();

  const [one, two] = edge.submissions;
  assert.deepEqual(one.agreed, two.agreed);
});

test("a form without such a box asks for no proof and fetches none, and where the code does not arrive the lead is taken", async (t) => {
  const without = await visit(t);
  await without.page.goto(`${without.site}/plain.html`);
  await fillIn(without.page);
  assert.equal((await send(without)).agreed, undefined);
  assert.ok(!without.requests.some((url) => url.includes("agreed")));

  const broken = await visitor(t, box());
  await broken.context.route("**/konektor-agreed-*.js", (route) => route.abort());
  await broken.page.goto(`${broken.site}/plain.html`);
  await fillIn(broken.page);
  await broken.page.getByLabel("Saya setuju").check();
  assert.equal((await send(broken)).agreed, undefined);
});
