// @ts-check
// What the form says in which language: Indonesian, English in a file of its own, and any other by a set of messages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { visit } from "./site.mjs";

/** The demo page in another language, with the form's own button. @param {string} language */
const speaking = (language) => ({
  edit: (/** @type {string} */ html) =>
    html.replace('language="id"', `language="${language}"`).replace(/<button type="submit">.*<\/button>/, ""),
});

const ARABIC = {
  labels: { name: "الاسم", phone: "رقم واتساب", optional: "اختياري", send: "إرسال" },
  required: "{label} مطلوب.",
  review: "لم يُرسل بعد. يرجى مراجعة الحقول المحددة.",
  received: "شكرًا لك، لقد استلمنا بياناتك.",
};

/** @param {import("playwright-core").Page} page @param {unknown[][]} said */
const beforeTheScript = (page, ...said) =>
  page.addInitScript((said) => {
    Object(window).konektor = said;
  }, said);

test("a form in Indonesian asks for no other language", async (t) => {
  const { page, site, requests } = await visit(t, speaking("id"));
  await page.goto(site);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama wajib diisi.").waitFor();

  assert.ok(!requests.some((url) => url.includes("english")));
  const form = page.locator("konektor-form form");
  assert.deepEqual([await form.getAttribute("lang"), await form.getAttribute("dir")], ["id", "ltr"]);
});

for (const language of ["en", "en-GB"]) {
  test(`a form in ${language} speaks English from its first label to the receipt`, async (t) => {
    const { page, site, edge, requests } = await visit(t, speaking(language));
    edge.answer = refusal(503, "NOT_STORED");
    await page.goto(site);
    assert.ok(!requests.some((url) => url.includes("english")), "the sentences come with the first touch");

    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("WhatsApp number is required.").waitFor();
    await page.getByLabel("Name").fill("Siti");
    await page.getByLabel("WhatsApp number").fill("+6281234567890");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Your details are kept on this device").waitFor();
    edge.answer = RECEIVED;
    await page.getByRole("button", { name: "Try again" }).click();

    await page.getByText("Thank you, we have received your details.").waitFor();
    assert.equal(await page.locator("konektor-form form").getAttribute("lang"), language);
  });
}

test("a page's set of messages is spoken, what it leaves out is said in English, and Arabic runs from the right", async (t) => {
  const { page, site, edge, complaints } = await visit(t, speaking("ar-EG"));
  await beforeTheScript(page, ["messages", "ar", ARABIC], ["messages", "ar", { code: "رمزك:" }]);
  await page.goto(site);
  const form = page.locator("konektor-form form");

  assert.deepEqual([await form.getAttribute("lang"), await form.getAttribute("dir")], ["ar-EG", "rtl"]);
  await page.getByLabel("Email (اختياري)").fill("x");
  await page.getByRole("button", { name: "إرسال" }).click();
  await page.getByText("الاسم مطلوب.").waitFor();
  await page.getByText("Enter a complete email address").waitFor();

  const edges = await form.evaluate((form) => {
    const message = form.querySelector("[part=message]");
    const right = message?.getBoundingClientRect().right ?? 0;
    const icon = getComputedStyle(message ?? form, "::before");
    const range = document.createRange();
    range.selectNodeContents(message ?? form);
    return { text: right - range.getBoundingClientRect().right, icon: icon.right };
  });
  assert.ok(edges.text >= 24, "the words leave room at the right");
  assert.equal(edges.icon, "0px", "for the sign");
  const box = await page.locator("konektor-form [part=check]").boundingBox();
  const words = await page.locator("konektor-form [part=choice]").boundingBox();
  assert.ok(box && words && box.x + box.width >= words.x + words.width - 4, "a box stands before its words");

  await page.getByLabel("الاسم").fill("سيتي");
  await page.getByLabel("رقم واتساب").fill("0812 3456 7890");
  await page.getByLabel("Email").fill("");
  await page.getByRole("button", { name: "إرسال" }).click();
  await page.getByText("شكرًا لك، لقد استلمنا بياناتك.").waitFor();
  await page.getByText(`رمزك: ${CODE}`).waitFor();
  assert.equal(edge.submissions[0].fields.firstName, "سيتي");
  assert.deepEqual(complaints, []);
});

test("a set in Indonesian replaces single words of ours, labels of custom fields too, and cannot inject anything", async (t) => {
  const { page, site } = await visit(t, {
    edit: (html) => html.replace("<konektor-form", '<konektor-form fields="firstName kodePos"'),
  });
  await beforeTheScript(page, [
    "messages",
    "id",
    { labels: { name: "Nama $& lengkap", kodePos: "<b>Kode</b> pos" }, required: "Mohon isi {label}." },
  ]);
  await page.goto(site);

  await page.getByRole("button", { name: "Kirim" }).click();

  await page.getByText("Mohon isi Nama $& lengkap.").waitFor();
  await page.getByText("Mohon isi <b>Kode</b> pos.").waitFor();
  await page.getByText("Belum terkirim. Mohon periksa isian yang ditandai.").waitFor();
});

test("a language that does not arrive leaves a form that posts itself, and is asked for again", async (t) => {
  const { page, site, edge, context } = await visit(t, speaking("en"));
  await context.route("**/konektor-english-*.js", (route) => route.abort());
  await page.goto(site);

  await page.getByLabel("Name").fill("Siti");
  await page.getByLabel("WhatsApp number").fill("081234567890");
  await page.getByRole("button", { name: "Send" }).click();

  await page.waitForURL(/\/v1\/forms\/promo\/submissions$/);
  assert.equal(edge.submissions[0].firstName, "Siti");
});
