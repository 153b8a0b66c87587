// @ts-check
// What happens when the network, the edge or the browser's storage fails: what a visitor sent waits, goes out once on the next chance,
// and the visitor is told the truth all the while. Whatever is stored is looked at only through what the widget does with it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../edge/parts.mjs";
import { CODE, refusal } from "./fake-edge.mjs";
import { fillIn, firstWaiting, visit } from "./site.mjs";

/** @typedef {Awaited<ReturnType<typeof visit>>} Visit */
/** @typedef {import("playwright-core").Page} Page */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const KEPT = "Belum terkirim. Data Anda tersimpan di perangkat ini dan kami kirim otomatis begitu tersambung.";
const UNKNOWN = "Kami belum menerima konfirmasi";

/** @param {Page} page @param {Record<string, string>} [values] */
async function send(page, values) {
  await fillIn(page, values);
  await page.getByRole("button", { name: "Kirim" }).click();
}

/** Sends while the visitor is offline, one name after the other. @param {Visit} visited @param {string[]} names */
async function sendOffline({ page, site, context }, ...names) {
  await page.goto(site);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  for (const name of names) {
    await page.getByLabel("Nama").fill(name);
    await page.getByRole("button", { name: /Kirim|Coba lagi/ }).click();
    await page.locator("[part=status][data-state=failed]").getByText(KEPT).waitFor();
  }
}

/** Keeps the events of a page: it is asked for them later. @param {Visit} visited */
async function listen({ context }) {
  await context.addInitScript(() => {
    const events = /** @type {any} */ (globalThis).events ?? [];
    /** @type {any} */ (globalThis).events = events;
    for (const name of ["konektor:received", "konektor:failed"]) {
      addEventListener(name, (event) => events.push([name, /** @type {CustomEvent} */ (event).detail]));
    }
  });
}

/** @param {Page} page @returns {Promise<[string, any][]>} */
const events = (page) => page.evaluate(() => /** @type {any} */ (globalThis).events);

/** How often each id came. @param {Visit} visited */
function tally({ edge }) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const { id } of edge.submissions) counts[id] = (counts[id] ?? 0) + 1;
  return Object.values(counts);
}

/** What is still waiting would have been sent before this. @param {Visit} visited @param {Page} [page] */
async function marker({ page: first, edge }, page = first) {
  const before = edge.submissions.length;
  await send(page, { Nama: "Penanda" });
  await page.getByText(CODE).waitFor();
  return edge.submissions.slice(before).filter(({ fields }) => fields.firstName !== "Penanda");
}

test("offline the visitor is told that it is kept; online it goes out once, and the receipt comes by itself", async (t) => {
  const visited = await visit(t);
  const { page, context, edge } = visited;
  await listen(visited);

  await sendOffline(visited, "Siti");
  assert.equal(edge.submissions.length, 0);
  await context.setOffline(false);
  await page.getByText(CODE).waitFor();

  const [{ id, fields }] = edge.submissions;
  assert.equal(fields.firstName, "Siti");
  assert.deepEqual(tally(visited), [1]);
  assert.deepEqual(await events(page), [
    ["konektor:failed", { id, reason: "unknown", kept: true }],
    ["konektor:received", { id, uniqueCode: CODE }],
  ]);
});

test("three 500s are three pauses, each longer than the last, and then one receipt", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.clock.install();
  edge.first = [500, 500, 500].map((status) => ({ status, body: "<html>" }));
  await page.goto(site);
  await send(page);
  await page.getByText(KEPT).waitFor();

  for (const tries of [0, 1, 2]) {
    const [shortest, longest] = [5_000 * 2 ** tries, 10_000 * 2 ** tries];
    // The pause begins when the failure is put down: the clock must not have gone on before.
    await until(async () => (await firstWaiting(page))?.tries === tries + 1, "the failure to be put down");
    await context.clock.pauseAt((await page.evaluate(() => Date.now())) + 100);
    const began = edge.submissions.length;
    assert.equal(began, tries + 1);
    await context.clock.runFor(shortest - 2_000);
    assert.equal(edge.submissions.length, began, "not yet");
    await context.clock.runFor(longest - shortest + 2_000);
    await until(() => edge.submissions.length === began + 1, "the next try");
    await context.clock.resume();
  }
  await page.getByText(CODE).waitFor();

  assert.deepEqual(tally(visited), [4]);
});

for (const [how, retryAfter] of /** @type {const} */ ([
  ["seconds", 600],
  ["a date", new Date("2026-01-05T08:10:00Z").toUTCString()],
])) {
  test(`an edge that asks to be left alone, in ${how}, is: also for what else is to go there, and when the visitor leaves`, async (t) => {
    const visited = await visit(t);
    const { page, site, edge, context } = visited;
    await context.clock.install({ time: new Date("2026-01-05T08:00:00Z") });
    await sendOffline(visited, "Andi", "Budi");
    edge.first = [{ .../** @type {{ status: number }} */ (refusal(429, "RATE_LIMITED")), retryAfter }];
    await context.setOffline(false);
    await until(() => edge.submissions.length === 1, "the first try");
    await page.getByRole("button", { name: "Coba lagi" }).waitFor();

    await context.clock.fastForward(8 * MINUTE);
    await page.goto(site);
    const meanwhile = await marker(visited);
    await page.reload();
    await context.clock.fastForward(3 * MINUTE);
    await until(() => edge.submissions.length === 4, "both to go out after the time");

    assert.deepEqual(meanwhile, []);
    assert.deepEqual(
      edge.submissions.map(({ fields }) => fields.firstName),
      ["Andi", "Penanda", "Budi", "Andi"],
    );
  });
}

test("what waits goes out on the next visit, before anyone touches the form, and the page is told", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await sendOffline(visited, "Siti");
  await page.close();
  await context.setOffline(false);
  await listen(visited);

  const next = await context.newPage();
  await next.goto(`${site}/plain.html`);
  await next.waitForFunction(() => /** @type {any} */ (globalThis).events.length > 0);

  const [{ id }] = edge.submissions;
  assert.deepEqual(tally(visited), [1]);
  assert.deepEqual(await events(next), [["konektor:received", { id, uniqueCode: CODE }]]);
  assert.equal(await next.getByText(CODE).count(), 0, "this form has sent nothing");
});

test("who leaves while a pause is running has it sent on the way out", async (t) => {
  const visited = await visit(t);
  const { page, site, edge } = visited;
  edge.first = [{ status: 500 }];
  await page.goto(site);
  await send(page);
  await page.getByText(KEPT).waitFor();

  await page.goto("about:blank");
  await until(() => edge.submissions.length === 2, "the last chance to be taken");

  assert.deepEqual(tally(visited), [2]);
});

test("where the page has used up what requests may have that outlive it, the next try does without", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.clock.install();
  await page.goto(site);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  const body = "x".repeat(65_400);
  edge.first = ["hold"];
  await page.evaluate(
    ({ url, body }) => {
      fetch(url, { method: "POST", body: JSON.stringify({ body }), keepalive: true, mode: "no-cors" });
    },
    { url: `${visited.edgeAddress}/v1/forms/promo/submissions`, body },
  );
  await until(() => edge.held.length === 1, "the page's own request");

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText(KEPT).waitFor();
  assert.equal(edge.submissions.length, 1);
  await context.clock.fastForward(10_000);
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 2);
});

test("who leaves while it is on its way has it sent once", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await sendOffline(visited, "Andi");
  edge.first = ["hold"];
  await context.setOffline(false);
  await until(() => edge.held.length === 1, "it to be on its way");

  await page.goto(`${site}/logo.svg`);
  await edge.release();
  const other = await context.newPage();
  await other.goto(`${site}/logo.svg`);

  assert.deepEqual(tally(visited), [1]);
});

for (const locks of [true, false]) {
  test(`two tabs that begin at once send each submission once, ${locks ? "under" : "without"} Web Locks`, async (t) => {
    const visited = await visit(t);
    const { page, site, edge, context } = visited;
    if (!locks) await context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
    await sendOffline(visited, "Andi", "Budi", "Citra");
    const others = await Promise.all([1, 2].map(() => context.newPage()));
    edge.first = ["hold"];
    await context.setOffline(false);
    await until(() => edge.held.length === 1, "the first to be on its way");

    for (const other of others) {
      await other.goto(site);
      await marker(visited, other);
    }
    edge.held[0]?.();
    await until(() => edge.submissions.length >= 5, "the others");
    // A page that is left between an answer and its being put down sends once more, under the same id.
    await page.waitForFunction(() => !localStorage.getItem("konektor-queue"));
    await page.reload();
    await marker(visited);

    const mine = edge.submissions.filter(({ fields }) => fields.firstName !== "Penanda");
    assert.deepEqual(mine.map(({ fields }) => fields.firstName).sort(), ["Andi", "Budi", "Citra"]);
  });
}

test("a receipt that another tab gets is shown where the form was sent", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await listen(visited);
  edge.first = [refusal(503, "NOT_STORED")];
  await page.goto(site);
  await send(page);
  await page.getByText(KEPT).waitFor();

  const other = await context.newPage();
  await other.goto(site);
  await send(other);
  await other.getByText(CODE).waitFor();
  await page.getByText(CODE).waitFor();

  assert.deepEqual(tally(visited), [2]);
  assert.equal((await events(page)).at(-1)?.[0], "konektor:received");
});

test("a late receipt takes nothing away that the visitor has typed since", async (t) => {
  const visited = await visit(t);
  const { page, context, edge } = visited;
  await sendOffline(visited, "Andi");

  await page.getByLabel("Nama").fill("Budi");
  await context.setOffline(false);
  await page.getByText(CODE).waitFor();
  assert.equal(await page.getByLabel("Nama").inputValue(), "Budi");
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.getByText("Nama", { exact: true }).waitFor({ state: "hidden" });

  assert.deepEqual(
    edge.submissions.map(({ fields }) => fields.firstName),
    ["Andi", "Budi"],
  );
});

test("what the edge refuses later is told at its field, and waits no longer", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await sendOffline(visited, "Andi");
  edge.first = [refusal(400, "VALIDATION_ERROR", { phone: "Invalid phone" })];

  await context.setOffline(false);
  await page.getByText("Isian ini tidak dapat diterima").waitFor();
  assert.equal(await page.getByLabel("Nomor WhatsApp").getAttribute("aria-invalid"), "true");

  await page.goto(site);
  assert.deepEqual(await marker(visited), []);
});

test("what the edge can never take is dropped and told, and what stands in between may think better of it", async (t) => {
  const visited = await visit(t);
  const { page, site, edge } = visited;
  await listen(visited);
  edge.first = [refusal(409, "CONFLICT"), { status: 403, body: "<html>" }];
  await page.goto(site);

  await send(page);
  await page.getByText("Belum terkirim karena gangguan").waitFor();
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(KEPT).waitFor();

  assert.deepEqual(
    (await events(page)).map(([, { reason, kept }]) => [reason, kept]),
    [
      ["notKept", false],
      ["notKept", true],
    ],
  );
});

test("twenty wait and no more: the next one is told that it does not", async (t) => {
  const visited = await visit(t);
  const { page, site, context, edge } = visited;
  await page.goto(site);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  const press = (/** @type {number} */ n) =>
    page
      .getByLabel("Nama")
      .fill(`Pengunjung ${n}`)
      .then(() => page.getByRole("button", { name: n ? "Coba lagi" : "Kirim" }).click());
  const said = page.locator("konektor-form [part=status]");

  for (let n = 0; n < 20; n++) {
    await press(n);
    await until(async () => (await said.textContent()) === KEPT, "it to be kept");
  }
  await press(20);
  await said.getByText(UNKNOWN).waitFor();
  await context.setOffline(false);
  await until(() => edge.submissions.length === 20, "all that was kept");

  assert.equal(new Set(edge.submissions.map(({ fields }) => fields.firstName)).size, 20);
  assert.ok(!edge.submissions.some(({ fields }) => fields.firstName === "Pengunjung 20"));
});

test("256 KB wait and no more", async (t) => {
  const visited = await visit(t, {
    edit: (html) => html.replace("</form>", `<input type="hidden" name="big" value="${"x".repeat(30_000)}"></form>`),
  });
  const { page, site, context } = visited;
  await page.goto(`${site}/plain.html`);
  await fillIn(page);
  await page.waitForLoadState("networkidle");
  await context.setOffline(true);
  const said = page.locator(".konektor-status");

  const sentences = [];
  for (let n = 0; n < 5; n++) {
    await page.getByLabel("Nama").fill(`Pengunjung ${n}`);
    await page.getByRole("button", { name: n ? "Coba lagi" : "Kirim" }).click();
    await said.and(page.locator("[data-state=failed]")).waitFor();
    sentences.push((await said.textContent()) === KEPT);
  }

  assert.deepEqual(sentences, [true, true, true, true, false]);
});

test("after a week it waits no longer", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.clock.install({ time: new Date("2026-01-05T08:00:00Z") });
  await sendOffline(visited, "Siti");
  await page.close();

  await context.clock.fastForward(7 * DAY + MINUTE);
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(site);
  await marker(visited, next);
  // Had it fetched a token of the form, that would be ripe now.
  await context.clock.fastForward(3_000);
  await next.reload();
  await marker(visited, next);

  assert.deepEqual([...new Set(edge.submissions.map(({ fields }) => fields.firstName))], ["Penanda"]);
});

test("after a day it goes out with a new token of the form, which is let ripen", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.clock.install({ time: new Date("2026-01-05T08:00:00Z") });
  await sendOffline(visited, "Siti");
  await page.close();
  await context.clock.fastForward(DAY);
  await context.setOffline(false);
  edge.tokens = 0;

  const next = await context.newPage();
  await next.goto(site);
  await until(() => edge.tokens === 1, "the token to be asked for");
  assert.equal(edge.submissions.length, 0);
  await context.clock.fastForward(3_000);
  await until(() => edge.submissions.length === 1, "it to go out");

  assert.equal(edge.submissions[0].proof.formToken, "token-of-the-form");
});

/** Ways in which a browser's storage fails. @type {[string, () => void][]} */
const BROKEN_STORAGE = [
  ["missing", () => Object.defineProperty(window, "indexedDB", { value: null })],
  [
    "closed to the page",
    () => {
      for (const name of ["indexedDB", "localStorage"]) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException("denied", "SecurityError");
          },
        });
      }
    },
  ],
  [
    "refused, as in a private window",
    () => {
      IDBFactory.prototype.open = () => {
        const request = new EventTarget();
        setTimeout(() => /** @type {any} */ (request).onerror?.(new Event("error")));
        return /** @type {any} */ (request);
      };
    },
  ],
  [
    "hanging",
    () => {
      IDBFactory.prototype.open = () => /** @type {any} */ (new EventTarget());
    },
  ],
  [
    "full",
    () => {
      IDBObjectStore.prototype.put = function put() {
        this.transaction.abort();
        return /** @type {any} */ ({});
      };
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  ],
  [
    "throwing where it writes",
    () => {
      IDBDatabase.prototype.transaction = () => {
        throw new DOMException("gone", "InvalidStateError");
      };
    },
  ],
];

for (const [how, breakIt] of BROKEN_STORAGE) {
  test(`with storage ${how} the form still submits, and promises nothing that it cannot keep`, async (t) => {
    // The demo's own script is not about such browsers.
    const visited = await visit(t, { edit: (html) => html.replace(/<script[^>]*demo\.js"><\/script>/, "") });
    const { page, site, edge, context, complaints } = visited;
    await context.addInitScript(breakIt);
    edge.first = [refusal(503, "NOT_STORED")];
    await page.goto(site);

    await send(page);
    await page.getByText("Belum terkirim karena gangguan di pihak kami. Silakan coba lagi.").waitFor();
    await page.getByRole("button", { name: "Coba lagi" }).click();
    await page.getByText(CODE).waitFor();

    assert.deepEqual(tally(visited), [2]);
    assert.deepEqual(
      complaints.filter((text) => !text.includes("503")),
      [],
    );
  });
}

test("what stands in storage and is none of ours does no harm, and what is good beside it goes out", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, complaints, context } = visited;
  await sendOffline(visited, "Siti");
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(`${site}/demo.css`);
  await next.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("konektor");
        opening.onsuccess = () => {
          const act = opening.result.transaction("queue", "readwrite");
          const store = act.objectStore("queue");
          const reading = store.get("list");
          reading.onsuccess = () => {
            const [good] = reading.result;
            const bad = [
              null,
              5,
              "x",
              {},
              { ...good, id: undefined },
              { ...good, waiting: "soon" },
              { ...good, at: "x" },
            ];
            const odd = { ...good.waiting, tries: "many", due: Number.NaN };
            store.put([...bad, { ...good, waiting: odd }], "list");
          };
          act.oncomplete = done;
          opening.result.close();
        };
      }),
  );

  await next.goto(site);
  await until(() => edge.submissions.length === 1, "what is good");

  assert.deepEqual(await marker(visited, next), []);
  assert.deepEqual(tally(visited), [1, 1]);
  assert.deepEqual(
    complaints.filter((text) => !/404|ERR_INTERNET_DISCONNECTED/.test(text)),
    [],
  );
});

for (const [what, list] of /** @type {[string, any][]} */ ([
  ["another's store", undefined],
  ["a text for a list", "all yours"],
])) {
  test(`a database of our name with ${what} in it does not stop the form`, async (t) => {
    const visited = await visit(t);
    const { page, site, complaints } = visited;
    await page.goto(`${site}/demo.css`);
    await page.evaluate(
      (list) =>
        new Promise((done) => {
          const opening = indexedDB.open("konektor", 7);
          opening.onupgradeneeded = () => {
            const store = opening.result.createObjectStore(list ? "queue" : "other");
            store.put(list ?? 1, "list");
          };
          opening.onsuccess = () => {
            opening.result.close();
            done(undefined);
          };
        }),
      list,
    );

    await page.goto(site);
    await send(page);
    await page.getByText(CODE).waitFor();

    assert.deepEqual(tally(visited), [1]);
    // Chromium asks for an icon of the style sheet.
    assert.deepEqual(
      complaints.filter((text) => !text.includes("404")),
      [],
    );
  });
}

test("a newer script can change the database while a form of ours is open", async (t) => {
  const visited = await visit(t);
  const { page, site, edge } = visited;
  edge.first = [refusal(503, "NOT_STORED")];
  await page.goto(site);
  await send(page);
  await page.getByText(KEPT).waitFor();

  const upgraded = await page.evaluate(
    () =>
      new Promise((done) => {
        const opening = indexedDB.open("konektor", 2);
        opening.onblocked = () => done("blocked");
        opening.onsuccess = () => {
          opening.result.close();
          done("upgraded");
        };
      }),
  );
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.getByText(CODE).waitFor();

  assert.equal(upgraded, "upgraded");
  assert.deepEqual(tally(visited), [2]);
});

/** What pages and their scripts put in the place of `fetch`. @type {[string, () => void, number][]} */
const BROKEN_FETCH = [
  [
    "throws",
    () => {
      window.fetch = () => {
        throw new TypeError("not on this page");
      };
    },
    1,
  ],
  [
    "answers nothing, and has sent it all the same",
    () => {
      const { fetch } = window;
      window.fetch = (...args) => fetch(...args).then(() => /** @type {any} */ (undefined));
    },
    2,
  ],
  [
    "is gone",
    () => {
      /** @type {any} */ (window).fetch = undefined;
    },
    1,
  ],
];

for (const [how, breakIt, arrived] of BROKEN_FETCH) {
  test(`where the page's fetch ${how} the form posts itself, under the same id`, async (t) => {
    const visited = await visit(t);
    const { page, site, edge, context } = visited;
    await context.addInitScript(breakIt);
    await page.goto(site);

    await send(page);
    await page.waitForURL(/\/v1\/forms\/promo\/submissions$/);
    await page.getByText(CODE).waitFor();

    const last = edge.submissions.at(-1);
    assert.equal(edge.submissions.length, arrived);
    assert.match(last._id, /^[0-9a-f-]{36}$/);
    assert.equal(last.firstName, "Siti Rahayu");
    if (arrived === 2) assert.equal(last._id, edge.submissions[0].id);
  });
}

test("where a policy forbids requests to the edge the form posts itself, with the challenge's token", async (t) => {
  const solved = '<div class="cf-turnstile"><input type="hidden" name="cf-turnstile-response" value="0.solved"></div>';
  const { page, site, edge } = await visit(t, {
    edit: (html) =>
      html.replace(/connect-src [^;]+/, "connect-src 'self'").replace("</konektor-form>", `${solved}</konektor-form>`),
  });
  await page.goto(site);

  await send(page);
  await page.getByText(CODE).waitFor();

  assert.equal(edge.submissions.length, 1);
  assert.match(edge.submissions[0]._id, /^[0-9a-f-]{36}$/);
  assert.equal(edge.submissions[0]["cf-turnstile-response"], "0.solved");
});

test("where a policy forbids that too, the visitor is told", async (t) => {
  const { page, site, edge } = await visit(t, {
    edit: (html) =>
      html.replace(/connect-src [^;]+/, "connect-src 'self'").replace(/form-action [^;]+/, "form-action 'none'"),
  });
  await page.goto(site);

  await send(page);
  // Playwright's own waiting would wait for the navigation that was forbidden.
  const said = () =>
    page.evaluate(
      () => document.querySelector("konektor-form")?.shadowRoot?.querySelector("[part=status]")?.textContent,
    );
  await until(async () => (await said()) === KEPT, "the visitor to be told");

  assert.equal(edge.submissions.length, 0);
});

test("who comes back from the edge's own page can send something else", async (t) => {
  const visited = await visit(t);
  const { page, site, edge, context } = visited;
  await context.addInitScript(BROKEN_FETCH[0]?.[1] ?? "");
  await page.goto(site);
  await send(page);
  await page.getByText(CODE).waitFor();

  await page.goBack();
  await send(page, { Nama: "Budi" });
  await page.getByText(CODE).waitFor();

  const [one, two] = edge.submissions;
  assert.notEqual(one._id, two._id);
});

test("a fetch that never answers and cannot be aborted holds nobody up for longer than twenty seconds", async (t) => {
  const { page, site, context } = await visit(t);
  await context.clock.install();
  await context.addInitScript(() => {
    window.fetch = (_, options) => {
      document.title = `asked ${options?.method}`;
      return new Promise(() => {});
    };
  });
  await page.goto(site);
  await fillIn(page);
  await page.waitForFunction(() => document.title.startsWith("asked"));
  await context.clock.fastForward(3_000);

  await page.getByRole("button", { name: "Kirim" }).click();
  await page.waitForFunction(() => document.title === "asked POST");
  await context.clock.fastForward(20_000);
  await page.getByText(KEPT).waitFor();
});
