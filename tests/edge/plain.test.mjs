// @ts-check
// A page without JavaScript: its own form posts, and a person gets a page back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { FORM, folder, formsFile, leadOf, PAGE, post, startEdge, startSandbox, untilLeads } from "./parts.mjs";

/** @type {import("./parts.mjs").Part} */
let sandbox;
/** @type {import("./parts.mjs").Part} */
let edge;
const persist = folder({ after });
const forms = formsFile();
Object.assign(forms.forms, {
  away: { ...forms.forms[FORM], redirect: "https://thanks.example/now" },
  home: { ...forms.forms[FORM], redirect: "/thanks" },
  both: { ...forms.forms[FORM], redirect: "/thanks", whatsapp: "0812 0000 1111" },
  english: { ...forms.forms[FORM], language: "en", whatsapp: "0812 0000 1111" },
  rotator: { ...forms.forms[FORM], whatsapp: "https://konektor.id/r/promo?a=1&b=2" },
});

before(async () => {
  sandbox = await startSandbox("--port", "0");
  edge = await startEdge({ persist, api: sandbox.address, forms });
});
after(async () => {
  await edge?.stop();
  await sandbox?.stop();
});

/** @param {string} form @param {Record<string, string>} fields @param {Record<string, string>} [headers] */
function postTo(form, fields, headers = {}) {
  return fetch(`${edge.address}/v1/forms/${form}/submissions`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: PAGE, ...headers },
    body: new URLSearchParams(fields),
  });
}

const codeIn = (/** @type {string} */ html) => /KNK-abc123-\w{10}/.exec(html)?.[0];

test("a plain post is answered with a page in the form's language that shows the code", async () => {
  const response = await post(edge.address, { firstName: "Siti", phone: "0812 1111 2222", submit: "Kirim" });
  const html = await response.text();

  assert.equal(response.status, 202);
  assert.match(response.headers.get("content-type") ?? "", /^text\/html; charset=utf-8/);
  assert.match(html, /<html lang="id">/);
  const code = codeIn(html);
  await leadOf(sandbox.address, code);
});

test("the page may run, load, frame and post nothing", async () => {
  const response = await post(edge.address, { firstName: "Siti" });
  const policy = response.headers.get("content-security-policy") ?? "";

  for (const directive of ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
    assert.ok(policy.includes(directive), directive);
  }
  assert.doesNotMatch(await response.text(), /<script|<style| style=| on\w+=/);
});

test("a chat is offered where the form has a number", async () => {
  const html = await (await postTo("english", { firstName: "Ann" })).text();

  assert.match(html, /<html lang="en">/);
  const address = new URL(/href="([^"]+)"/.exec(html)?.[1] ?? "");
  assert.equal(address.origin + address.pathname, "https://wa.me/6281200001111");
  assert.equal(address.searchParams.get("text"), `Hello, I have just filled in the form. My code: ${codeIn(html)}`);
  assert.ok(!address.search.includes("+"));
  const rotator = await (await postTo("rotator", { firstName: "Ann" })).text();
  assert.match(rotator, /href="https:\/\/konektor\.id\/r\/promo\?a=1&(amp|#38);b=2"/);
});

test("a redirect leads away with 303, a path to the site of the form's page", async () => {
  const away = await postTo("away", { firstName: "A" });
  assert.deepEqual([away.status, away.headers.get("location")], [303, "https://thanks.example/now"]);
  const home = await postTo("home", { firstName: "B" });
  assert.deepEqual([home.status, home.headers.get("location")], [303, `${PAGE}/thanks`]);
  const both = await postTo("both", { firstName: "D" });
  assert.deepEqual([both.status, both.headers.get("location")], [303, `${PAGE}/thanks`]);
  const foreign = await postTo("home", { firstName: "C" }, { origin: "https://evil.example" });
  assert.deepEqual([foreign.status, foreign.headers.get("location")], [303, `${edge.address}/thanks`]);
});

test("a plain post with mistakes gets a page that names the fields and repeats no value", async () => {
  const response = await post(edge.address, { firstName: "", email: "<script>alert(1)</script>" });
  const html = await response.text();

  assert.equal(response.status, 400);
  assert.match(html, /<li>Nama<\/li>/);
  assert.match(html, /<li>Email<\/li>/);
  assert.ok(!html.includes("alert"));
});

test("a program that posts a form may ask for JSON", async () => {
  const response = await post(edge.address, { firstName: "Prog" }, { accept: "application/json" });
  const body = /** @type {any} */ (await response.json());

  assert.equal(response.status, 202);
  assert.match(body.data.uniqueCode, /^KNK-abc123-/);
});

test("a multipart post is read like a plain one, without its files", async () => {
  const form = new FormData();
  form.append("firstName", "Multi");
  form.append("attachment", new Blob(["x"]), "x.txt");
  const response = await fetch(`${edge.address}/v1/forms/${FORM}/submissions`, {
    method: "POST",
    headers: { origin: PAGE },
    body: form,
  });

  assert.equal(response.status, 202);
  const code = codeIn(await response.text());
  const lead = await leadOf(sandbox.address, code);
  assert.equal(lead.firstName, "Multi");
});

test("a multipart post that cannot be read is refused", async () => {
  const response = await fetch(`${edge.address}/v1/forms/${FORM}/submissions`, {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: "no parts",
  });
  assert.equal(response.status, 400);
});

test("the address of the posting page tells the campaign", async () => {
  const referer = `${PAGE}/promo?utm_source=facebook&utm_medium=paid_social&gclid=unasked`;
  const response = await post(edge.address, { firstName: "Ref" }, { referer });

  const code = codeIn(await response.text());
  const lead = await leadOf(sandbox.address, code);
  assert.deepEqual([lead.source, lead.adPlatform], ["ads", "meta"]);
  assert.ok(!lead.notes.includes("unasked"));
});

test("identical plain posts within ten minutes are one submission", async () => {
  const fields = { firstName: "Twice", message: "double click" };
  const codes = await Promise.all([1, 2, 3].map(async () => codeIn(await (await post(edge.address, fields)).text())));
  const other = codeIn(await (await post(edge.address, { ...fields, message: "another" })).text());

  assert.equal(new Set(codes).size, 1);
  assert.notEqual(other, codes[0]);
  const all = await untilLeads(sandbox.address, (all) => all.some((lead) => lead.uniqueCode === other), "the other");
  assert.equal(all.filter((lead) => lead.firstName === "Twice").length, 2);
});
