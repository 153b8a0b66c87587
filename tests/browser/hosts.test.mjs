// @ts-check
// The widget in pages of every kind: policies, frames, dialogs, and pages that change after they were loaded.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CODE, receivedThen, refusal } from "./fake-edge.mjs";
import { element, host, ownForm, SCRIPTS, TAG } from "./host.mjs";
import { fillIn, rulesArrive } from "./site.mjs";

/** No inline script or style, no wasm, and nothing but the widget and its edge. */
const STRICT =
  "default-src 'none'; script-src 'self'; connect-src 'self' {{edge}}; form-action {{edge}}; base-uri 'none'";

/** Every state of a form, up to a receipt that leads on. @param {Awaited<ReturnType<typeof host>>} visitor */
async function throughAllStates({ page, edge }) {
  edge.answer = refusal(503, "NOT_STORED");
  await page.getByLabel("Email").fill("x");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama wajib diisi.").waitFor();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByRole("button", { name: "Coba lagi" }).waitFor();
  edge.answer = receivedThen({ kind: "whatsapp", url: "https://wa.me/6281234567890" });
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByRole("link", { name: "Lanjut ke WhatsApp" }).waitFor();
}

for (const [what, markup] of /** @type {const} */ ([
  ["the element", element('next="link" consent="granted" data-layer')],
  ["a page's own form", ownForm('data-next="link" data-consent="granted" data-layer')],
])) {
  test(`under a policy without inline code and without wasm, ${what} goes through every state`, async (t) => {
    const visitor = await host(t, { body: markup, policy: STRICT });
    await visitor.page.goto(visitor.address);

    await throughAllStates(visitor);

    // The binary is compiled where that is allowed: the browser says no once, and its own rules hold.
    assert.deepEqual(new Set(await visitor.blocked()), new Set(["script-src wasm-eval"]));
  });

  test(`where Trusted Types are enforced, ${what} goes through every state`, async (t) => {
    const policy = `${STRICT.replace("'self'", "'self' 'wasm-unsafe-eval'")}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const visitor = await host(t, { body: markup, policy });
    await visitor.page.goto(visitor.address);

    await throughAllStates(visitor);

    assert.deepEqual(await visitor.blocked(), []);
    const enforced = await visitor.page.evaluate(() => {
      try {
        document.body.innerHTML = "<b>text</b>";
        return false;
      } catch {
        return true;
      }
    });
    assert.ok(enforced, "the policy holds");
  });
}

/** The tags that `npm run embed` prints for an edge. */
async function embedded() {
  const embed = fileURLToPath(new URL("../../www/embed.mjs", import.meta.url));
  return (await promisify(execFile)(process.execPath, [embed, SCRIPTS])).stdout;
}

test("tags with integrity run what they name: the script, and each chunk when it is due", async (t) => {
  const { page, address, complaints } = await host(t, {
    head: await embedded(),
    body: element('consent="granted" data-layer'),
  });
  await page.goto(address);

  await page.evaluate(() => window.konektor?.push(["prefill", { message: "Halo" }]));
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();
  await page.waitForFunction(() => "dataLayer" in globalThis);

  assert.deepEqual(complaints, []);
});

test("a script that is not the one that the tag names does not run", async (t) => {
  const { page, address } = await host(t, {
    head: await embedded(),
    body: element(),
    change: (name, text) => (name.startsWith("konektor-form-") ? `${text};` : text),
  });

  await page.goto(address);

  assert.equal(await page.evaluate(() => customElements.get("konektor-form")), undefined);
});

test("a chunk that is not the one that the import map names does not run, and the form posts itself", async (t) => {
  const { page, address, edge } = await host(t, {
    head: await embedded(),
    body: element(),
    change: (name, text) => (name.startsWith("konektor-session-") ? `${text};document.title = "taken over"` : text),
  });
  await page.goto(address);
  await fillIn(page);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.waitForURL(/\/v1\/forms\/promo\/submissions$/);

  assert.equal(edge.submissions[0].firstName, "Siti Rahayu");
  assert.notEqual(await page.title(), "taken over");
});

for (const consent of ["granted", "denied", "wait"]) {
  test(`in a sandboxed frame, where storage throws, the form submits by network with consent ${consent}`, async (t) => {
    const { page, address, edge, complaints } = await host(t, {
      head: "",
      body: '<iframe sandbox="allow-scripts allow-forms" src="inside.html?gclid=x" width="400" height="900"></iframe>',
      files: {
        "inside.html": `<!doctype html><html lang="id"><script type="module" src="${SCRIPTS}/konektor-form.js"></script>${element(`consent="${consent}"`)}</html>`,
      },
    });
    edge.answer = receivedThen({ kind: "whatsapp", url: "https://wa.me/6281234567890" });
    await page.goto(address);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button", { name: "Kirim" }).click();
    await frame.getByText("Nama wajib diisi.").waitFor();
    await frame.getByLabel("Nama").fill("Siti");
    await frame.getByLabel("Nomor WhatsApp").fill("0812-3456-7890");

    await frame.getByRole("button", { name: "Kirim" }).click();
    await frame.getByText(CODE).waitFor();

    const inside = page.frames()[1];
    assert.equal(await inside?.evaluate(() => origin), "null");
    assert.equal(edge.submissions.length, 1);
    assert.equal(edge.submissions[0].touch.last.params.gclid, consent === "granted" ? "x" : undefined);
    await frame.getByRole("link", { name: "Lanjut ke WhatsApp" }).waitFor();
    assert.deepEqual(complaints, []);
  });
}

test("in a modal dialog the focus stays, Escape closes it, and what was typed is there when it opens again", async (t) => {
  const { page, address, edge, complaints } = await host(t, {
    body: `<button id="open">Buka</button><dialog aria-label="Survei">${element()}</dialog>`,
  });
  edge.answer = "hold";
  await page.goto(address);
  const open = () => page.evaluate(() => document.querySelector("dialog")?.showModal());
  const focused = () =>
    page.evaluate(() => document.querySelector("konektor-form")?.shadowRoot?.activeElement?.getAttribute("part"));

  await open();
  await page.getByLabel("Nama").fill("Siti");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByLabel("Nama").isVisible(), false);
  await open();
  assert.equal(await page.getByLabel("Nama").inputValue(), "Siti");
  await page.getByLabel("Nama").press("Enter");
  await page.getByText("Nomor WhatsApp wajib diisi.").waitFor();
  assert.equal(await focused(), "input", "at the first mistake");
  await page.keyboard.type("0812-3456-7890");
  await page.keyboard.press("Enter");
  await page.getByText("Mengirim…").waitFor();
  assert.ok(await page.locator("dialog[open]").isVisible(), "sending closes nothing");
  await edge.release();
  await page.getByText(CODE).waitFor();

  assert.equal(await focused(), "receipt");
  await page.keyboard.press("Escape");
  assert.equal(await page.getByText(CODE).isVisible(), false);
  assert.deepEqual(complaints, []);
});

test("a receipt that comes when its dialog was closed is there when it opens again", async (t) => {
  const { page, address, edge, complaints } = await host(t, { body: `<dialog>${element()}</dialog>` });
  edge.answer = "hold";
  await page.goto(address);
  const open = () => page.evaluate(() => document.querySelector("dialog")?.showModal());
  await open();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Mengirim…").waitFor();

  await page.keyboard.press("Escape");
  await edge.release();
  await page.getByText(CODE).waitFor({ state: "attached" });
  await open();

  assert.ok(await page.getByText(CODE).isVisible());
  assert.deepEqual(complaints, []);
});

for (const [what, insert] of /** @type {[string, (markup: string) => void][]} */ ([
  [
    "created, with its attributes set after it was put in",
    () => {
      const form = document.createElement("konektor-form");
      document.body.append(form);
      form.setAttribute("form", "promo");
      form.setAttribute("endpoint", document.body.dataset.edge ?? "");
    },
  ],
  [
    "created, with its attributes set before",
    () => {
      const form = document.createElement("konektor-form");
      form.setAttribute("form", "promo");
      form.setAttribute("endpoint", document.body.dataset.edge ?? "");
      document.body.append(form);
    },
  ],
  [
    "written as innerHTML",
    (markup) => {
      document.body.innerHTML = markup;
    },
  ],
  [
    "cloned from a template",
    (markup) => {
      const template = document.createElement("template");
      template.innerHTML = markup;
      document.body.append(template.content.cloneNode(true));
    },
  ],
])) {
  test(`an element that is ${what} works like any other`, async (t) => {
    const { page, address, edge, edgeAddress, complaints } = await host(t, { body: "" });
    await page.goto(address);
    await page.waitForFunction(() => customElements.get("konektor-form"));
    await page.evaluate((edge) => {
      document.body.dataset.edge = edge;
    }, edgeAddress);

    await page.evaluate(insert, element().replace("{{edge}}", edgeAddress));
    await fillIn(page);
    await page.getByRole("button", { name: "Kirim" }).click();
    await page.getByText(CODE).waitFor();

    assert.equal(edge.submissions.length, 1);
    assert.deepEqual(complaints, []);
  });
}

test("a page's own form that comes later is ours at the first touch, and keeps its page", async (t) => {
  const { page, address, edge, edgeAddress } = await host(t, { body: "" });
  await page.goto(address);
  await page.waitForFunction(() => customElements.get("konektor-form"));
  await page.evaluate(
    (markup) => {
      document.body.innerHTML = markup;
    },
    ownForm().replace("{{edge}}", edgeAddress),
  );

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama wajib diisi.").waitFor();
  await fillIn(page);
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(page.url(), address);
  assert.equal(edge.submissions[0].v, 1);
});

test("an element that is moved keeps what was typed and sends once", async (t) => {
  const { page, address, edge, complaints } = await host(t, { body: `${element()}<section></section>` });
  await page.goto(address);
  await fillIn(page);

  await page.evaluate(() => {
    const form = document.querySelector("konektor-form");
    if (form) document.querySelector("section")?.append(form);
  });
  assert.equal(await page.locator("section").getByLabel("Nama").inputValue(), "Siti Rahayu");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 1);
  assert.deepEqual(complaints, []);
});

for (const markup of [element(), ownForm()]) {
  test(`two of ${markup.slice(0, 14)}… on a page are two forms: no id clashes, and one submit sends one`, async (t) => {
    const { page, address, edge, complaints } = await host(t, {
      body: `<div id="one">${markup}</div><div id="two">${markup}</div>`,
    });
    await page.goto(address);
    const arrived = rulesArrive(page);
    for (const part of ["#one", "#two"]) {
      await page.locator(part).getByRole("button", { name: "Kirim" }).click();
      await page.locator(part).getByText("Nama wajib diisi.").waitFor();
    }
    await arrived;
    await page.locator("#two").getByLabel("Nama").fill("Siti");
    await page.locator("#two").getByLabel("Nomor WhatsApp").fill("0812-3456-7890");

    await page.locator("#two").getByRole("button", { name: "Kirim" }).click();
    await page.locator("#two").getByText(CODE).waitFor();

    assert.equal(edge.submissions.length, 1);
    assert.ok(await page.locator("#one").getByText("Nama wajib diisi.").isVisible());
    const clashes = await page.evaluate(() =>
      [document, ...Array.from(document.querySelectorAll("konektor-form"), ({ shadowRoot }) => shadowRoot)].flatMap(
        (tree) => {
          const ids = Array.from(tree?.querySelectorAll("[id]") ?? [], ({ id }) => id);
          return ids.filter((id, at) => ids.indexOf(id) !== at);
        },
      ),
    );
    assert.deepEqual(clashes, []);
    assert.deepEqual(complaints, []);
  });
}

test("two copies of the script are one: each form is attached once, and each call is made once", async (t) => {
  const { page, address, edge, complaints } = await host(t, {
    head: `${TAG}<script type="module" src="${SCRIPTS}/konektor-form.js"></script><script type="module">window.loaded = true</script>`,
    body: `${element()}<hr>${ownForm('id="own"')}`,
  });
  await page.addInitScript(() => {
    Object.assign(globalThis, { konektor: [["prefill", { firstName: "Andi" }]], ready: 0 });
    addEventListener("konektor:ready", () => {
      /** @type {any} */ (globalThis).ready += 1;
    });
  });
  await page.goto(address);
  await page.waitForFunction(() => "loaded" in globalThis);
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).ready), 2);

  await page.locator("#own").getByLabel("Nomor WhatsApp").fill("0812-3456-7890");
  await page.locator("#own").getByRole("button", { name: "Kirim" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 1);
  assert.equal(edge.submissions[0].fields.firstName, "Andi");
  assert.deepEqual(complaints, []);
});
