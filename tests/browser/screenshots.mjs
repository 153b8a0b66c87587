// @ts-check
// Takes the pictures of the form's states in docs/widget/: `npm run screenshots -w www`, once the widget is built. They are for
// people's eyes; no test compares them.

import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { FakeEdge, receivedThen, refusal } from "./fake-edge.mjs";
import { withFewColours } from "./palette.mjs";
import { fillIn, serveDemo, theBrowser } from "./site.mjs";

/** @typedef {import("playwright-core").Page} Page */

const folder = fileURLToPath(new URL("../../docs/widget/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** @type {(() => unknown)[]} */
const endings = [];
const edge = new FakeEdge();
const address = await edge.start();
const site = await serveDemo({ after: (end) => void endings.push(end) }, address);
const browser = await theBrowser();

const CHAT = { kind: "whatsapp", url: "https://wa.me/6281234567890" };
const PHONE = { width: 360, height: 740 };
const ARABIC = {
  labels: {
    name: "الاسم",
    phone: "رقم واتساب",
    email: "البريد",
    message: "الرسالة",
    optional: "اختياري",
    send: "إرسال",
  },
  required: "{label} مطلوب.",
  email: "اكتب عنوان بريد كاملاً.",
  review: "لم يُرسل بعد. يرجى مراجعة الحقول المحددة.",
};

/** @param {Page} page */
const send = (page) => page.locator("konektor-form [part=button]").first().click();

/** @param {Page} page */
async function wrong(page) {
  await page.getByLabel("Email").or(page.getByLabel("البريد")).fill("siti@");
  await send(page);
  await page.locator("[data-state=invalid]").waitFor();
}

/** @param {Page} page @param {import("./fake-edge.mjs").Answer} answer @param {string} state */
async function sent(page, answer, state) {
  edge.answer = answer;
  await fillIn(page, { Pesan: "Rumah 120 m², atap genteng" });
  await send(page);
  await page.locator(state).waitFor();
}

/** @type {[name: string, act: (page: Page) => unknown, (import("playwright-core").BrowserContextOptions & { path?: string, edit?: (html: string) => string, of?: string })?][]} */
const pictures = [
  ["empty", () => {}],
  ["invalid", wrong],
  ["sending", (page) => sent(page, "hold", "[data-state=sending]")],
  ["kept", (page) => sent(page, refusal(503, "NOT_STORED"), "[data-state=failed]")],
  ["received", (page) => sent(page, receivedThen(CHAT), "[part=next]")],
  [
    "english",
    () => {},
    { edit: (html) => html.replace('language="id"', 'language="en"').replace(/<button.*?<\/button>/g, "") },
  ],
  ["arabic", wrong, { edit: (html) => html.replace('language="id"', 'language="ar"') }],
  ["forced-colors", wrong, { forcedColors: "active" }],
  ["desk", () => {}, { viewport: { width: 912, height: 800 }, of: "main" }],
  ["themes", () => {}, { path: "/themes.html", viewport: { width: 1024, height: 760 }, of: ".themes" }],
];

for (const [name, act, { path = "/", edit, of = ".card", ...options } = {}] of pictures) {
  const page = await browser.newPage({ viewport: PHONE, locale: "id-ID", reducedMotion: "reduce", ...options });
  await page.route(site + path, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    await route.fulfill({ response, body: edit ? edit(html) : html });
  });
  await page.addInitScript((set) => {
    Object(window).konektor = [["messages", "ar", set]];
  }, ARABIC);
  await page.goto(site + path);
  await page.locator("konektor-form[ready]").last().waitFor();
  await act(page);
  const picture = await page.locator(of).screenshot({ animations: "disabled" });
  writeFileSync(`${folder}${name}.png`, withFewColours(picture));
  await page.close();
}

await browser.close();
for (const release of edge.held) release();
edge.stop();
for (const end of endings) await end();
