// @ts-check
// Finding one lead by an exact value, over a search that answers whatever holds it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Konektor } from "konektor";

/** A client whose searches answer these pages, and what it searched for. */
function over(/** @type {object[][]} */ ...pages) {
  /** @type {(string | null)[]} */
  const searched = [];
  const konektor = new Konektor({
    apiKey: "knk_test",
    maxRetries: 0,
    fetch: async (url) => {
      const query = new URL(url).searchParams;
      searched.push(query.get("search"));
      const at = Number(query.get("cursor") ?? 0);
      const nextCursor = at + 1 < pages.length ? String(at + 1) : null;
      const body = { success: true, data: pages[at], pagination: { page: 1, limit: 100, nextCursor } };
      return Response.json(body, { headers: { "x-request-id": `req_${at}` } });
    },
  });
  return { konektor, searched };
}

test("a lead is found by its code, not by a longer one, and from whichever page", async () => {
  const { konektor, searched } = over([{ id: "1", uniqueCode: "KNK-10" }], [{ id: "2", uniqueCode: "KNK-1" }], []);

  const { data, requestId } = await konektor.leads.find({ uniqueCode: "KNK-1" }).withResponse();
  assert.deepEqual([data?.id, requestId], ["2", "req_1"]);
  assert.deepEqual(searched, ["KNK-1", "KNK-1"]);
});

test("what is not there is undefined", async () => {
  const { konektor } = over([{ id: "1", uniqueCode: "KNK-10", phone: null }]);

  assert.equal(await konektor.leads.find({ uniqueCode: "KNK-1" }), undefined);
  assert.equal(await konektor.leads.find({ phone: "+6281" }), undefined);
});

test("phones are compared by their digits, and searched for by them", async () => {
  const { konektor, searched } = over([
    { id: "1", phone: "+62812345678901" },
    { id: "2", phone: "6281234567890" },
  ]);

  assert.equal((await konektor.leads.find({ phone: "+62 812-3456-7890" }))?.id, "2");
  assert.deepEqual(searched, ["6281234567890"]);
});

test("e-mail addresses are compared whatever their case, and the newest of several leads is answered", async () => {
  const { konektor } = over([
    { id: "3", email: "dandi@example.com" },
    { id: "2", email: "Andi@Example.com" },
    { id: "1", email: "andi@example.com" },
  ]);

  assert.equal((await konektor.leads.find({ email: "andi@example.com" }))?.id, "2");
});

test("an external reference that the answers do not show is an error, not a guess", async () => {
  const hidden = { id: "1", uniqueCode: "KNK-1" };

  await assert.rejects(over([hidden]).konektor.leads.find({ externalRef: "crm-1" }), { code: "NOT_VERIFIABLE" });
  assert.equal(await over([]).konektor.leads.find({ externalRef: "crm-1" }), undefined);
  const other = { id: "2", externalRef: "crm-10" };
  assert.equal(await over([other]).konektor.leads.find({ externalRef: "crm-1" }), undefined);
  const shown = { id: "3", externalRef: "crm-1" };
  assert.equal((await over([hidden], [other, shown]).konektor.leads.find({ externalRef: "crm-1" }))?.id, "3");
});

test("what says nothing, or two things, is refused before anything is sent", async () => {
  const { konektor, searched } = over([]);
  const wrong = /** @type {any[]} */ ([
    undefined,
    {},
    { phone: undefined },
    { phone: "call me" },
    { email: "" },
    { firstName: "Andi" },
    { phone: "+628", email: "a@b.id" },
  ]);

  for (const by of wrong) await assert.rejects(konektor.leads.find(by), { name: "UsageError" });
  assert.deepEqual(searched, []);
});
