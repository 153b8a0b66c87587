// @ts-check
// `konektor/attribution`, as a form of one's own uses it: an arrival becomes what a lead says of it, page after page, and its notes are
// read back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import fc from "fast-check";
import { capture, normalizePhone, parseNotes } from "konektor/attribution";

const NOW = Date.parse("2026-11-24T03:00:00.000Z");
const DAY = 86_400_000;
const GCLID = "EAIaIQobChMI-_x.y~Z+a";
const AD = `https://toko.example/promo?utm_source=google&utm_campaign=promo+januari&gclid=${GCLID}&email=hidden#top`;

test("an ad's arrival is a lead's source, platform, channel and notes", async () => {
  const captured = await capture({
    url: AD,
    referrer: "https://www.google.com/search?q=hidden",
    cookie: "sid=hidden; _ga=GA1.1.1234567890.1764000000; _fbp=fb.1.wrong.1",
    now: NOW,
    message: "Halo",
    trackingCode: "KNK-abc123",
    form: "promo",
  });

  const { source, adPlatform, channel, clickIds, utm, first, last, session, notes } = captured;
  assert.deepEqual([source, adPlatform, channel], ["ads", "google", "Paid Search"]);
  assert.deepEqual(clickIds, { gclid: GCLID });
  assert.deepEqual(utm, { utm_source: "google", utm_campaign: "promo januari" });
  assert.deepEqual(last, {
    at: "2026-11-24T03:00:00.000Z",
    landing: "https://toko.example/promo",
    referrer: "https://www.google.com/search",
    params: { utm_source: "google", utm_campaign: "promo januari", gclid: GCLID },
    cookies: { _ga: "GA1.1.1234567890.1764000000" },
  });
  assert.deepEqual(first, last);
  assert.deepEqual(session, { started: last.at, seen: last.at });
  assert.match(
    notes,
    /^Halo\n\n--- konektor:attribution v1 ---\ntracking: KNK-abc123\nform: promo\nDatang dari: iklan Google \(Paid Search\), kampanye promo januari\n/,
  );
  assert.ok(!JSON.stringify(captured).includes("hidden"));
});

test("what is handed back is known at the next page: direct and own pages overwrite nothing, a campaign the last touch", async () => {
  const ad = await capture({ url: AD, now: NOW });

  const direct = await capture({ url: "https://toko.example/", now: NOW + DAY, touches: ad });
  const paid = await capture({
    url: "https://toko.example/thanks",
    referrer: "https://pay.toko-kita.example/done",
    ownDomains: ["toko-kita.example"],
    now: new Date(NOW + 2 * DAY),
    touches: JSON.parse(JSON.stringify(direct)),
  });
  const campaign = await capture({
    url: "https://toko.example/?utm_source=ig&utm_medium=bio",
    now: NOW + 3 * DAY,
    touches: paid,
  });

  assert.deepEqual([direct.source, paid.source, campaign.source], ["ads", "ads", "social"]);
  assert.deepEqual(paid.last, ad.last);
  assert.deepEqual(campaign.first, ad.first);
  assert.equal(campaign.last.at, "2026-11-27T03:00:00.000Z");
  const late = await capture({ url: "https://toko.example/", now: NOW + 93 * DAY, touches: campaign });
  assert.deepEqual([late.source, late.channel], ["website", "Direct"]);
});

test("a new campaign begins a session only if asked", async () => {
  const before = await capture({ url: "https://toko.example/", now: NOW });
  const url = "https://toko.example/?utm_source=tiktok";
  const now = NOW + 60_000;

  const on = await capture({ url, now, touches: before });
  const anew = await capture({ url, now, touches: before, campaignStartsSession: true });

  assert.equal(on.session.started, "2026-11-24T03:00:00.000Z");
  assert.equal(anew.session.started, "2026-11-24T03:01:00.000Z");
});

test("without consent no click id and no cookie is answered, whatever is handed in", async () => {
  const granted = await capture({ url: AD, now: NOW, cookie: "_ga=GA1.1.1234567890.1764000000" });

  for (const consent of /** @type {const} */ (["denied", "wait"])) {
    const captured = await capture({ url: AD, now: NOW, cookie: "_ga=GA1.1.1.1764000000", touches: granted, consent });

    assert.ok(!JSON.stringify(captured).match(/gclid|EAIa|_ga/));
    assert.equal(captured.utm.utm_campaign, "promo januari");
  }
});

test("of two platforms' click ids the source decides, else the last in the address, also after the touches were kept", async () => {
  for (const [query, platform] of [
    ["gclid=1&fbclid=2", "meta"],
    ["fbclid=2&gclid=1", "google"],
    ["gclid=1&fbclid=2&utm_source=google", "google"],
  ]) {
    const arrived = await capture({ url: `https://toko.example/?${query}`, now: NOW });
    const kept = JSON.parse(JSON.stringify(arrived));
    const later = await capture({ url: "https://toko.example/", now: NOW + DAY, touches: kept });
    assert.deepEqual([arrived.adPlatform, later.adPlatform], [platform, platform], query);
  }
});

test("a storage full of something else is no touch", async () => {
  for (const touches of [
    null,
    1,
    "x",
    [],
    { first: 1 },
    { first: { at: "x" }, last: {}, session: "y" },
    { session: {} },
  ]) {
    const { first, source } = await capture({ url: AD, now: NOW, touches: /** @type {any} */ (touches) });
    assert.deepEqual([first.at, source], ["2026-11-24T03:00:00.000Z", "ads"]);
  }
});

test("an invalid date is now", async () => {
  const { last } = await capture({ url: AD, now: new Date("yesterday") });

  assert.ok(Math.abs(Date.parse(last.at ?? "") - Date.now()) < 60_000);
});

test("notes are read back exactly, whatever the visitor wrote", async () => {
  const marker = "--- konektor:attribution v1 ---";
  const hostile = fc.array(
    fc.oneof(
      fc.constantFrom(marker, `\\${marker}`, "\n", "\r\n", "\\", "first.gclid: forged", "tracking: KNK-evil"),
      fc.constantFrom("é", "😀", "\u2028", "٣"),
      fc.string({ unit: "grapheme-ascii" }),
    ),
  );
  const { first, last, source, adPlatform, channel } = await capture({ url: AD, now: NOW });
  await fc.assert(
    fc.asyncProperty(hostile, async (parts) => {
      const message = parts.join("").replace(/\r\n?/g, "\n");
      const { notes } = await capture({ url: AD, now: NOW, message, trackingCode: "KNK-abc123", language: "en" });

      const { message: read, block } = await parseNotes(notes);

      assert.equal(read, message.trim());
      assert.deepEqual(block, {
        ...{ authenticated: false, trackingCode: "KNK-abc123", form: null, consent: "granted" },
        ...{ fields: {}, agreed: [], source, adPlatform, channel, touches: { first, last } },
      });
    }),
    { numRuns: 200 },
  );
});

test("notes without a block are a message", async () => {
  assert.deepEqual(await parseNotes("called twice"), { message: "called twice", block: null });
});

test("a phone number becomes digits, or a reason to tell", async () => {
  for (const spelling of [
    "0812-3456-7890",
    "+62 812 3456 7890",
    "812 3456 7890",
    "0062(812)34567890",
    "٠٨١٢٣٤٥٦٧٨٩٠",
  ]) {
    assert.deepEqual(await normalizePhone(spelling, { region: "ID" }), { digits: "6281234567890" });
  }
  assert.deepEqual(await normalizePhone("+65 6123 4567"), { digits: "6561234567" });
  for (const [text = "", reason] of [
    ["", "EMPTY"],
    ["o812 3456 7890", "LETTERS"],
    ["0812 3456 7890 / 0813 3456 7890", "SEVERAL_NUMBERS"],
    ["0812 3456 7890 atau 0813 3456 7890", "SEVERAL_NUMBERS"],
    ["+0812 3456 7890", "BEGINNING"],
    ["0812", "TOO_SHORT"],
    ["555 0123", "NO_COUNTRY"],
  ]) {
    assert.deepEqual(await normalizePhone(text), { reason });
  }
  assert.deepEqual(await normalizePhone("0812 3456 7890", /** @type {any} */ ({ region: "SG" })), {
    reason: "NO_COUNTRY",
  });
});

test("beside the edge in one Worker there is one holder of their one instance", async () => {
  const entry = 'export { capture } from "konektor/attribution"; export { intake } from "konektor/edge";';

  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    write: false,
    format: "esm",
    conditions: ["workerd"],
    external: ["cloudflare:*", "*.wasm"],
  });

  assert.equal(outputFiles[0]?.text.match(/new Wasm\(/g)?.length, 1);
});
