// @ts-check
// The widget in apps of React, Vue and Svelte, as their authors would write them: rendered anew, taken out, put back, hydrated.

import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "react-dom/server";
import { CODE } from "./fake-edge.mjs";
import { host, TAG } from "./host.mjs";
import { bundle } from "./hosts/bundle.mjs";
import { app } from "./hosts/react.mjs";
import { fillIn } from "./site.mjs";

/**
 * An app on a page of its own; `complaints` has also what the framework complains of.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ entry: string, name?: string, inside?: string, head?: string }} page
 */
async function started(
  t,
  { entry, name = "landing", inside = "", head = `${TAG}<script type="module" src="app.js"></script>` },
) {
  const visitor = await host(t, {
    head,
    body: `<div id="app" data-app="${name}" data-edge="{{edge}}">${inside}</div>`,
    files: { "app.js": await bundle(entry) },
  });
  visitor.page.on("console", (message) => {
    if (message.type() === "warning") visitor.complaints.push(message.text());
  });
  return visitor;
}

for (const [framework, entry] of [
  ["React", "react.client.mjs"],
  ["Vue", "vue.client.mjs"],
  ["Svelte", "svelte.client.mjs"],
]) {
  test(`${framework} renders anew around what was typed, changes consent, and hears each event once`, async (t) => {
    const { page, address, edge, complaints } = await started(t, { entry: entry ?? "" });
    await page.goto(`${address}?gclid=x`);
    await fillIn(page);

    await page.locator("#render").click();
    await page.getByText("Notice 1").waitFor();
    await page.locator("#agree").click();
    assert.equal(await page.getByLabel("Nama").inputValue(), "Siti Rahayu");
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();
    await page.locator("#render").click();
    await page.getByText("Rendered 2").waitFor();

    assert.equal(await page.locator("#heard").textContent(), "konektor:ready konektor:submitted konektor:received");
    assert.ok(await page.getByText(CODE).isVisible(), "the receipt stays");
    assert.equal(edge.submissions.length, 1);
    assert.equal(edge.submissions[0].touch.last.params.gclid, "x");
    assert.deepEqual(complaints, []);
  });

  test(`${framework} takes the form out, while it sends too, and puts a new one in`, async (t) => {
    const { page, address, edge, complaints } = await started(t, { entry: entry ?? "" });
    edge.answer = "hold";
    await page.goto(address);
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Mengirim…").waitFor();

    await page.locator("#toggle").click();
    await page.locator("konektor-form").waitFor({ state: "detached" });
    await edge.release();
    await page.locator("#toggle").click();
    await page.getByLabel("Nama").waitFor();
    assert.equal(await page.getByLabel("Nama").inputValue(), "");
    await fillIn(page, { Nama: "Budi" });
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText("Mengirim…").waitFor();
    await edge.release(1);
    await page.getByText(CODE).waitFor();

    assert.deepEqual(
      edge.submissions.map(({ fields }) => fields.firstName),
      ["Siti Rahayu", "Budi"],
    );
    assert.deepEqual(complaints, []);
  });
}

test("what a visitor types before React hydrates the page is kept", async (t) => {
  const { page, address, edge, complaints } = await started(t, {
    entry: "react.client.mjs",
    inside: renderToString(app("landing", "{{edge}}")),
    head: TAG,
  });
  await page.goto(address);
  await page.getByLabel("Nama").fill("Siti");

  await page.addScriptTag({ type: "module", url: "app.js" });
  await page.locator("#render").click();
  await page.getByText("Notice 1").waitFor();
  await page.getByLabel("Nomor WhatsApp").fill("0812-3456-7890");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions[0].fields.firstName, "Siti");
  assert.deepEqual(complaints, []);
});

test("a form of React's own is rendered anew, sends, and goes when React takes its fields away", async (t) => {
  const { page, address, edge, complaints } = await started(t, { entry: "react.client.mjs", name: "own" });
  await page.goto(address);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama wajib diisi.").waitFor();
  await page.getByLabel("Nama").fill("Siti");

  await page.locator("#render").click();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  await page.locator("#done").click();
  await page.getByText("Sampai jumpa").waitFor();

  assert.equal(edge.submissions[0].fields.email, "siti@example.com");
  assert.equal(new URL(page.url()).pathname, "/host/page.html");
  assert.deepEqual(complaints, []);
});
