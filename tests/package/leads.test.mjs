// @ts-check
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Konektor, ValidationError } from "konektor";
import { KEY, startSandbox } from "./servers.mjs";

const sandbox = await startSandbox({ after }, ["--leads", "130"]);
const konektor = new Konektor({ apiKey: KEY, baseUrl: sandbox.url });

test("a lead that was created can be read back", async () => {
  const created = await konektor.leads.create({
    firstName: "Andi 🙂",
    email: "andi@example.com",
    phone: "+6281234567890",
    source: "ads",
    adPlatform: "google",
    estimatedValue: 5_000_000,
  });
  const lead = await konektor.leads.get(created.id);

  assert.equal(lead.firstName, "Andi 🙂");
  assert.equal(lead.status, "new");
  assert.equal(lead.adPlatform, "google");
  assert.equal(lead.estimatedValue, 5_000_000);
});

test("an update changes what it names, and null clears", async () => {
  const { id } = await konektor.leads.create({ firstName: "Budi", notes: "Call at noon" });
  await konektor.leads.update(id, { status: "contacted", notes: null });
  const lead = await konektor.leads.get(id);

  assert.equal(lead.status, "contacted");
  assert.equal(lead.notes, null);
  assert.equal(lead.firstName, "Budi");
});

test("a list answers one page when awaited", async () => {
  const page = await konektor.leads.list({ limit: 10 });

  assert.equal(page.data.length, 10);
  assert.equal(page.pagination.limit, 10);
  assert.ok(page.requestId);
  assert.equal(page.rateLimit?.limit, 200);
  assert.equal(page.hasNextPage(), true);
  const next = await page.nextPage();
  assert.equal(next?.data.length, 10);
  assert.notEqual(next?.data[0]?.id, page.data[0]?.id);
});

test("a list answers every lead once when iterated", async () => {
  const { pagination } = await konektor.leads.list({ limit: 1 });
  const ids = new Set();
  let count = 0;
  for await (const lead of konektor.leads.list({ limit: 50 })) {
    ids.add(lead.id);
    count += 1;
  }

  assert.ok(count >= 130);
  assert.equal(count, pagination.total);
  assert.equal(ids.size, count);
});

test("a filter reaches the API", async () => {
  const { id } = await konektor.leads.create({ firstName: "Citra & Co", status: "won", priority: "urgent" });
  const page = await konektor.leads.list({ search: "Citra & Co", status: "won", priority: "urgent", sortOrder: "asc" });

  assert.deepEqual(
    page.data.map((lead) => lead.id),
    [id],
  );
  assert.equal(page.hasNextPage(), false);
  assert.equal(await page.nextPage(), undefined);
});

test("withResponse tells what the headers said", async () => {
  const { data, status, requestId, rateLimit } = await konektor.leads.create({ firstName: "Dewi" }).withResponse();

  assert.equal(data.firstName, "Dewi");
  assert.equal(status, 201);
  assert.match(requestId ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(typeof rateLimit?.remaining, "number");
  assert.equal(typeof rateLimit?.reset, "number");
});

test("the API's description of itself needs no key", async () => {
  const text = await new Konektor({ baseUrl: sandbox.url }).skill();

  assert.match(text, /^# /);
});

test("a wrong lead is refused by field before anything is sent", async () => {
  const before = (await sandbox.requests()).length;
  const refused = konektor.leads.create(
    /** @type {any} */ ({ email: "andi", phone: "0".repeat(21), fristName: "Andi" }),
  );

  await assert.rejects(refused, (error) => {
    assert.ok(error instanceof ValidationError);
    assert.equal(error.code, "VALIDATION_ERROR");
    assert.equal(error.status, undefined);
    assert.equal(error.details?.firstName, "Required");
    assert.equal(error.details?.email, "Invalid email");
    assert.match(error.details?.fristName ?? "", /did you mean `?firstName/);
    return true;
  });
  assert.equal((await sandbox.requests()).length, before);
});

test("an update without any field is refused before anything is sent", async () => {
  await assert.rejects(konektor.leads.update("lead_1", {}), { name: "ValidationError" });
});

test("what is changed after the call is not sent", async () => {
  const lead = { firstName: "Eka" };
  const creating = konektor.leads.create(lead);
  lead.firstName = "Fajar";

  assert.equal((await creating).firstName, "Eka");
});

test("calls that start together are each answered with their own lead", async () => {
  const leads = await Promise.all(
    Array.from({ length: 20 }, (_, at) => konektor.leads.create({ firstName: `Gita ${at}` })),
  );

  assert.equal(new Set(leads.map((lead) => lead.id)).size, 20);
  assert.deepEqual(
    leads.map((lead) => lead.firstName),
    Array.from({ length: 20 }, (_, at) => `Gita ${at}`),
  );
});
