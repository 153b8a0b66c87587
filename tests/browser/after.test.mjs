// @ts-check
// What follows a receipt: the way on, and what the page's tag manager is told.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { launch } from "../chromium.mjs";
import { CODE, receivedThen } from "./fake-edge.mjs";
import { fillIn, theBrowser, visit } from "./site.mjs";

const CHAT = { kind: "whatsapp", url: `https://wa.me/6281234567890?text=Kode%20${CODE}` };

/**
 * A visitor of the demo without its wish to stay, since the way on is what is tested.
 *
 * @param {import("node:test").TestContext} t
 * @param {NonNullable<Parameters<typeof visit>[1]>} options
 */
function visitor(t, { edit = String, ...options } = {}) {
  return visit(t, { edit: (html) => edit(html.replace(/ (data-)?next="link"/, "")), ...options });
}

/** Sites that the visitor is led to, which say what they are. @param {import("playwright-core").BrowserContext} context @param {string} pattern */
function elsewhere(context, pattern) {
  return context.route(pattern, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>elsewhere</title>" }),
  );
}

/** @param {import("playwright-core").Page} page */
async function send(page) {
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
}

for (const path of ["/", "/plain.html"]) {
  test(`from ${path} the page itself goes to WhatsApp, so that no pop-up can be blocked`, async (t) => {
    const { page, site, edge, context } = await visitor(t);
    await elsewhere(context, "https://wa.me/**");
    edge.answer = receivedThen(CHAT);
    await page.goto(site + path);

    await send(page);
    await page.waitForURL(CHAT.url);

    assert.equal(context.pages().length, 1);
    assert.equal(edge.submissions.length, 1);
  });
}

test("the page does not go anywhere before the edge has the submission on disk", async (t) => {
  const { page, site, edge, context, requests } = await visitor(t);
  await elsewhere(context, "https://wa.me/**");
  edge.answer = "hold";
  await page.goto(site);

  await send(page);
  await page.getByText("Mengirim…").waitFor();
  await page.evaluate(() => fetch("/logo.svg?marker"));
  assert.ok(!requests.some((url) => url.includes("wa.me")));
  await edge.release(0, receivedThen(CHAT));

  await page.waitForURL(CHAT.url);
});

for (const [what, url, target] of [
  ["an https address", "https://thanks.example/x?lead=1", "https://thanks.example/x?lead=1"],
  ["a path of the page's own", "/plain.html?thanks", "/plain.html?thanks"],
]) {
  test(`a redirect goes to ${what}`, async (t) => {
    const { page, site, edge, context } = await visitor(t);
    await elsewhere(context, "https://thanks.example/**");
    edge.answer = receivedThen({ kind: "redirect", url });
    await page.goto(site);

    await send(page);

    await page.waitForURL(new URL(target ?? "", site).href);
  });
}

for (const next of [
  { kind: "redirect", url: "javascript:document.title='taken over'" },
  { kind: "redirect", url: "data:text/html,taken over" },
  { kind: "redirect", url: "http://thanks.example/" },
  { kind: "whatsapp", url: "whatsapp://send?text=x" },
  { kind: "redirect", url: "https://" },
  { kind: "other", url: "https://thanks.example/" },
  { kind: "redirect", url: 1 },
  "https://thanks.example/",
]) {
  test(`the receipt stands alone after ${JSON.stringify(next)}`, async (t) => {
    const { page, site, edge, complaints } = await visitor(t);
    edge.answer = receivedThen(next);
    await page.goto(site);

    await send(page);
    await page.getByText(CODE).waitFor();

    assert.equal(await page.locator("konektor-form [part=next]").count(), 0);
    assert.equal(page.url(), `${site}/`);
    assert.notEqual(await page.title(), "taken over");
    assert.deepEqual(complaints, []);
  });
}

test("a page that asks for the link alone stays, with a link that opens a window of its own", async (t) => {
  const { page, site, edge, context } = await visitor(t, {
    edit: (html) => html.replace("<konektor-form ", '<konektor-form next="link" '),
  });
  await elsewhere(context, "https://wa.me/**");
  edge.answer = receivedThen(CHAT);
  await page.goto(site);

  await send(page);
  const link = page.getByRole("link", { name: "Lanjut ke WhatsApp" });
  await link.waitFor();

  assert.equal(page.url(), `${site}/`);
  assert.equal(await link.getAttribute("href"), CHAT.url);
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
  const box = await link.boundingBox();
  assert.ok(box && box.height >= 44, "big enough for a thumb");
  const opened = context.waitForEvent("page");
  await link.click();
  await (await opened).waitForURL(CHAT.url);
});

test("in a frame the receipt has the link, and neither frame nor page goes anywhere", async (t) => {
  const { page, site, edge, edgeAddress, context } = await visitor(t);
  edge.answer = receivedThen(CHAT);
  await context.route(`${site}/outside`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><iframe src="/" width="400" height="900"></iframe>`,
    }),
  );
  await page.goto(`${site}/outside`);
  const frame = page.frameLocator("iframe");
  await frame.getByLabel("Nama").fill("Siti");
  await frame.getByLabel("Nomor WhatsApp").fill("0812-3456-7890");

  await frame.getByRole("button", { name: "Kirim" }).click();
  await frame.getByRole("link", { name: "Lanjut ke WhatsApp" }).waitFor();
  await page.evaluate((address) => fetch(`${address}/v1/forms/promo`), edgeAddress);

  assert.deepEqual(
    page.frames().map((each) => each.url()),
    [`${site}/outside`, `${site}/`],
  );
});

test("a form that has left the page leads nobody away", async (t) => {
  const { page, site, edge, requests } = await visitor(t);
  edge.answer = "hold";
  await page.goto(site);
  await send(page);
  await page.getByText("Mengirim…").waitFor();

  const received = page.evaluate(
    () =>
      new Promise((done) => {
        const form = document.querySelector("konektor-form");
        form?.addEventListener("konektor:received", ({ detail }) => done(detail.uniqueCode));
        form?.remove();
      }),
  );
  await page.waitForFunction(() => !document.querySelector("konektor-form"));
  await edge.release(0, receivedThen(CHAT));

  assert.equal(await received, CODE, "who still holds it hears of the receipt");
  await page.evaluate(() => fetch("/logo.svg?marker"));
  assert.ok(!requests.some((url) => url.includes("wa.me")));
});

for (const kept of [true, false]) {
  test(`coming back ${kept ? "to a page that the browser kept shows the receipt and the link" : "shows an empty form"}`, async (t) => {
    const browser = kept
      ? await launch(["--disable-features=LocalNetworkAccessChecks"], {
          ignoreDefaultArgs: ["--disable-back-forward-cache"],
        })
      : await theBrowser();
    if (kept) t.after(() => browser.close());
    const { page, site, edge } = await visitor(t, { browser });
    edge.answer = receivedThen({ kind: "redirect", url: "/plain.html?thanks" });
    await page.goto(site);
    await send(page);
    await page.waitForURL(`${site}/plain.html?thanks`);

    await page.goBack({ waitUntil: "commit" });

    if (kept) await page.getByRole("link", { name: "Lanjutkan" }).waitFor();
    else await page.getByLabel("Nama").waitFor();
    assert.equal(await page.getByText(CODE).count(), kept ? 1 : 0);
    assert.equal(edge.submissions.length, 1);
  });
}

/** The pushes that a page's tag manager has seen. @param {import("playwright-core").Page} page @param {string} name */
function pushed(page, name = "dataLayer") {
  return page.evaluate((key) => /** @type {Record<string, any>} */ (globalThis)[key], name);
}

for (const [name, attribute] of [
  ["dataLayer", "data-layer"],
  ["ourLayer", 'data-layer="ourLayer"'],
]) {
  test(`${attribute} tells ${name} once for each receipt, by a hash of the submission's id`, async (t) => {
    const { page, site, edge } = await visitor(t, {
      edit: (html) => html.replace(/<(konektor-form|form) /, `<$1 ${attribute} `),
    });
    for (const path of ["/", "/plain.html"]) {
      await page.goto(site + path);
      await page.evaluate(() => window.konektor?.push(["consent", "granted"]));
      await send(page);
      await page.getByText(CODE).waitFor();
      await page.waitForFunction((key) => key in globalThis, name ?? "");

      const { id } = edge.submissions.at(-1);
      const event_id = createHash("sha256").update(id).digest("hex");
      assert.deepEqual(await pushed(page, name), [{ event: "konektor_lead", event_id, form: "promo" }]);
    }
  });
}

for (const [what, attribute, decision] of [
  ["not asked for", "", "granted"],
  ["refused by the visitor", "data-layer", "denied"],
  ["not decided about", "data-layer", "wait"],
]) {
  test(`a push that is ${what} is not made, nor its script fetched`, async (t) => {
    const { page, site, requests } = await visitor(t, {
      edit: (html) => html.replace("<konektor-form ", `<konektor-form ${attribute} `),
    });
    await page.goto(site);
    await page.evaluate((given) => window.konektor?.push(["consent", /** @type {"wait"} */ (given)]), decision);
    await send(page);
    await page.getByText(CODE).waitFor();
    await page.evaluate(() => fetch("/logo.svg?marker"));

    assert.equal(await pushed(page), undefined);
    assert.ok(!requests.some((url) => url.includes("datalayer")));
  });
}

test("the tag manager is told before the page goes on, and one that fails holds nobody back", async (t) => {
  const { page, site, edge, context } = await visitor(t, {
    edit: (html) =>
      html.replace("<konektor-form ", '<konektor-form data-layer consent="granted" ').replace(' consent="wait"', ""),
  });
  await elsewhere(context, "https://wa.me/**");
  edge.answer = receivedThen(CHAT);
  /** @type {string[]} */
  const order = [];
  page.on("console", (message) => message.text() === "pushed" && order.push("pushed"));
  page.on("request", (request) => request.url().includes("wa.me") && order.push("gone"));
  await page.addInitScript(() => {
    const push = () => {
      console.info("pushed");
      throw new Error("a broken tag");
    };
    Object.assign(globalThis, { dataLayer: { push } });
  });
  await page.goto(site);

  await send(page);
  await page.waitForURL(CHAT.url);

  assert.deepEqual(order, ["pushed", "gone"]);
});

test("without https there is no event_id, so nothing is pushed, and the console says why", async (t) => {
  const { page, site } = await visitor(t, {
    edit: (html) =>
      html.replace("<konektor-form ", '<konektor-form data-layer consent="granted" ').replace(' consent="wait"', ""),
  });
  await page.addInitScript(() => Object.defineProperty(crypto, "subtle", { value: undefined }));
  const warned = page.waitForEvent("console", (message) => message.text().includes("no dataLayer push"));
  await page.goto(site);

  await send(page);
  await page.getByText(CODE).waitFor();

  assert.match((await warned).text(), /https/);
  assert.equal(await pushed(page), undefined);
});
