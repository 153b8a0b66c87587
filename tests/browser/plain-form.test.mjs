// @ts-check
// A page's own form with `data-konektor`: without JavaScript a plain post, with it the same session as the element's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, RECEIVED, refusal } from "./fake-edge.mjs";
import { fillIn, rulesArrive, visit } from "./site.mjs";

test("with JavaScript off the form posts and the visitor gets a page back", async (t) => {
  const { page, site, edge } = await visit(t, { javaScriptEnabled: false });
  await page.goto(`${site}/plain.html?gclid=x`);

  await fillIn(page, { Pesan: "Halo" });
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions, [
    { firstName: "Siti Rahayu", phone: "0812-3456-7890", email: "siti@example.com", message: "Halo", _hp: "" },
  ]);
});

test("with JavaScript off the browser's own validation holds", async (t) => {
  const { page, site, edge } = await visit(t, { javaScriptEnabled: false });
  await page.goto(`${site}/plain.html`);

  await page.getByRole("button", { name: "Kirim" }).click();

  await page.locator("#name:focus:invalid").waitFor();
  assert.equal(edge.submissions.length, 0);
});

test("with JavaScript the page's own form has messages, consent, and a receipt in its place", async (t) => {
  const { page, site, edge, requests } = await visit(t);
  await page.goto(`${site}/plain.html?utm_source=google&gclid=x`);
  await page.getByRole("button", { name: "Setuju" }).click();
  assert.equal(await page.locator("form").getAttribute("data-consent"), "granted");

  const arrived = rulesArrive(page);
  await page.getByLabel("Nomor WhatsApp").fill("12");
  await page.getByLabel("Email").focus();
  await arrived;
  await page.getByText("Nomor ini terlalu pendek").waitFor();
  const tied = await page.getByLabel("Nomor WhatsApp").getAttribute("aria-describedby");
  assert.match((await page.locator(`#${tied}`).textContent()) ?? "", /terlalu pendek/);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  const [sent] = edge.submissions;
  assert.equal(sent.fields.firstName, "Siti Rahayu");
  assert.equal(sent.touch.last.params.gclid, "x");
  assert.equal(new URL(page.url()).pathname, "/plain.html", "nobody was taken away");
  assert.equal(requests.filter((url) => url.includes(".wasm")).length, 1);
});

test("an odd form of a page's own keeps its shape and sends all that it has", async (t) => {
  const { page, site, edge } = await visit(t, {
    edit: (html) =>
      html.replace(
        /<form.*<\/form>/s,
        `<form data-konektor data-language="en" method="post" action="${html.match(/action="([^"]+)"/)?.[1]}">
          <label>
            <b>Name</b> <input name="firstName" required aria-describedby="hint"></label><p id="hint">As on your card</p>
          <label>City <input name="action" value="Bandung"></label>
          <label><input type="checkbox" name="submit" required> I agree</label>
          <input type="hidden" name="variant" value="b">
          <input type="submit" name="go" value="Go">
        </form>`,
      ),
  });
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(`${site}/plain.html`);

  await page.getByRole("button", { name: "Go" }).click();
  await page.getByText("Name is required.").waitFor();
  assert.equal(await page.locator(".konektor-message").count(), 3, "one for each field that can be wrong");
  assert.match((await page.getByLabel("Name").getAttribute("aria-describedby")) ?? "", /^hint konektor-message-\d+$/);
  await page.getByLabel("Name").fill("Siti");
  await page.getByRole("button", { name: "Go" }).click();
  await page.locator("[name=submit]:focus").waitFor();
  await page.getByLabel("I agree").check();
  await page.getByRole("button", { name: "Go" }).click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  edge.answer = RECEIVED;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(edge.submissions.at(-1).fields, {
    firstName: "Siti",
    action: "Bandung",
    submit: "on",
    variant: "b",
  });
});

test("a challenge's token goes along as proof, and a retry with a new one repeats the id", async (t) => {
  const { page, site, edge } = await visit(t, {
    edit: (html) => html.replace("</form>", '<input type="hidden" name="cf-turnstile-response" value="first"></form>'),
  });
  edge.answer = refusal(503, "NOT_STORED");
  await page.goto(`${site}/plain.html`);
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  const retry = page.getByRole("button", { name: "Coba lagi" });
  await retry.waitFor();

  edge.answer = RECEIVED;
  await page.locator("[name=cf-turnstile-response]").evaluate((input) => input.setAttribute("value", "second"));
  await retry.click();
  await page.getByText(CODE).waitFor();

  const [one, two] = edge.submissions;
  assert.deepEqual([one.proof.turnstile, two.proof.turnstile], ["first", "second"]);
  assert.equal(one.id, two.id);
  assert.ok(!("cf-turnstile-response" in one.fields));
});
