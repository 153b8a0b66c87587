// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Konektor } from "konektor";
import { KEY, startSandbox } from "./servers.mjs";

/**
 * A client over pages that the test writes: each is given the query that asks for it.
 *
 * @param {(query: URLSearchParams, init: RequestInit) => { data: string[], pagination: object } | Promise<Response>} pages
 */
function over(pages) {
  /** @type {string[]} */
  const asked = [];
  const konektor = new Konektor({
    apiKey: "knk_test",
    maxRetries: 0,
    fetch: async (url, init) => {
      const { searchParams } = new URL(url);
      asked.push(searchParams.toString());
      const page = await pages(searchParams, init);
      if (page instanceof Response) return page;
      return Response.json({ success: true, ...page, data: page.data.map((id) => ({ id })) });
    },
  });
  return { konektor, asked };
}

async function all(/** @type {AsyncIterable<{ id: string }>} */ leads) {
  const ids = [];
  for await (const { id } of leads) ids.push(id);
  return ids;
}

test("a cursor that comes again ends the list", async () => {
  const { konektor, asked } = over((query) => ({
    data: [query.get("cursor") ?? "first"],
    pagination: { page: 1, totalPages: 9, nextCursor: { a: "b", b: "a" }[query.get("cursor") ?? ""] ?? "a" },
  }));

  assert.deepEqual(await all(konektor.leads.list()), ["first", "a", "b"]);
  assert.deepEqual(asked, ["", "cursor=a", "cursor=b"]);
});

test("an empty cursor ends a list that is read by cursor", async () => {
  const { konektor, asked } = over((query) => ({
    data: ["x"],
    pagination: { page: 1, totalPages: 9, nextCursor: query.has("cursor") ? "" : "a" },
  }));

  assert.equal((await all(konektor.leads.list({ limit: 1, status: "new" }))).length, 2);
  assert.deepEqual(asked, ["limit=1&status=new", "limit=1&status=new&cursor=a"]);
});

test("without cursors the page's number leads on", async () => {
  const { konektor, asked } = over((query) => ({
    data: [query.get("page") ?? "1"],
    pagination: { page: Number(query.get("page") ?? 1), totalPages: 3 },
  }));

  assert.deepEqual(await all(konektor.leads.list()), ["1", "2", "3"]);
  assert.deepEqual(asked, ["", "page=2", "page=3"]);
});

test("a page without items ends the list", async () => {
  const { konektor } = over(() => ({ data: [], pagination: { page: 1, totalPages: 3, nextCursor: "a" } }));

  assert.deepEqual(await all(konektor.leads.list()), []);
});

/** Three pages of two, of which the last is not there yet. */
function endless(/** @type {(init: RequestInit) => Promise<Response>} */ last) {
  return over((query, init) => {
    const at = Number(query.get("cursor") ?? 0);
    return at === 2 ? last(init) : { data: [`${at}a`, `${at}b`], pagination: { nextCursor: String(at + 1) } };
  });
}

test("whoever leaves within the first page has paid for one", async () => {
  const { konektor, asked } = endless(() => assert.fail("nobody came that far"));
  for await (const _ of konektor.leads.list()) break;
  await new Promise(setImmediate);

  assert.deepEqual(asked, [""]);
});

test("from the second page on, the next one is fetched while this one is read", async () => {
  const { konektor, asked } = endless(() => new Promise(() => {}));
  const leads = konektor.leads.list()[Symbol.asyncIterator]();
  for (const id of ["0a", "0b", "1a"]) assert.equal((await leads.next()).value?.id, id);
  // The third page is asked for in the same turn in which the second's first lead is handed out.
  await new Promise(setImmediate);

  assert.deepEqual(asked, ["", "cursor=1", "cursor=2"]);
});

test("leaving the loop ends the page that is fetched ahead, and its failure is nobody's", async () => {
  let ended = false;
  const { konektor } = endless(
    ({ signal }) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => {
          ended = true;
          reject(new Error("ended"));
        });
      }),
  );

  for await (const { id } of konektor.leads.list()) if (id === "1a") break;
  await new Promise(setImmediate);
  assert.equal(ended, true);
});

/** A server that counts pages by number, newest lead first, to which a lead is added before each page but the first. */
function growing(/** @type {string} */ sortOrder) {
  const leads = Array.from({ length: 7 }, (_, at) => `old${at}`);
  return over((query) => {
    const page = Number(query.get("page") ?? 1);
    if (page > 1) leads.push(`new${page}`);
    const sorted = sortOrder === "asc" ? leads : leads.toReversed();
    return {
      data: sorted.slice(page * 2 - 2, page * 2),
      pagination: { page, totalPages: Math.ceil(leads.length / 2) },
    };
  });
}

for (const sortOrder of /** @type {const} */ (["asc", "desc"])) {
  test(`while leads are added, none comes twice and none is left out, by number, ${sortOrder}`, async () => {
    const ids = await all(growing(sortOrder).konektor.leads.list({ sortOrder }));

    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.filter((id) => id.startsWith("old")).length, 7);
  });
}

test("a page that cannot be fetched is an error when its turn comes", async () => {
  const { konektor } = over((query) =>
    query.has("cursor")
      ? Promise.resolve(new Response("<html>", { status: 500 }))
      : { data: ["x", "y"], pagination: { nextCursor: "a" } },
  );
  /** @type {string[]} */
  const read = [];

  await assert.rejects(
    async () => {
      for await (const { id } of konektor.leads.list()) read.push(id);
    },
    { name: "InternalServerError" },
  );
  assert.deepEqual(read, ["x", "y"]);
});

test("an array takes as many items as it is told, and fetches no page for nothing", async () => {
  const { konektor, asked } = over((query) => ({
    data: query.has("cursor") ? ["3", "4"] : ["1", "2"],
    pagination: { nextCursor: query.get("cursor") === "a" ? "b" : "a" },
  }));
  const taken = async (/** @type {number} */ limit) => {
    asked.length = 0;
    const leads = await konektor.leads.list().toArray({ limit });
    return [leads.map(({ id }) => id).join(""), asked.length];
  };

  assert.deepEqual(await taken(1), ["1", 1]);
  assert.deepEqual(await taken(2), ["12", 1]);
  assert.deepEqual(await taken(3), ["123", 2]);
  assert.deepEqual(await taken(Number.POSITIVE_INFINITY), ["123434", 3]);
});

for (const sortOrder of /** @type {const} */ (["asc", "desc"])) {
  test(`while leads are added, the sandbox's cursors bring each once, ${sortOrder}`, async (t) => {
    const sandbox = await startSandbox(t, ["--plan", "none", "--leads", "9"]);
    const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url });
    const before = (await konektor.leads.list()).data.map(({ id }) => id);
    /** @type {string[]} */
    const ids = [];
    for await (const { id } of konektor.leads.list({ sortOrder, limit: 2 })) {
      ids.push(id);
      if (ids.length <= 9) await konektor.leads.create({ firstName: "Andi" });
    }

    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      before.filter((id) => !ids.includes(id)),
      [],
    );
  });
}
