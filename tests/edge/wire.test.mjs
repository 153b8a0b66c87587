// @ts-check
// What a page may send and what it is answered: the wire of the public side.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parseNotes } from "konektor/attribution";
import { FORM, folder, formsFile, leadOf, leads, PAGE, send, startEdge, startSandbox, submission } from "./parts.mjs";

/** @type {import("./parts.mjs").Part} */
let sandbox;
/** @type {import("./parts.mjs").Part} */
let edge;
/** Another form, with fields of its own. */
const OWN = "own";
const forms = formsFile();
Object.assign(forms.forms, {
  [OWN]: {
    ...forms.forms[FORM],
    fields: {
      firstName: "required",
      phone: "optional",
      company: "required",
      "team-size": "optional",
      message: "optional",
    },
  },
});
Object.assign(forms.forms, {
  sites: { ...forms.forms[FORM], origins: [PAGE, "https://toko-lain.example"] },
  away: { ...forms.forms[FORM], redirect: "https://thanks.example/now" },
  home: { ...forms.forms[FORM], redirect: "/thanks", whatsapp: "0812 0000 1111" },
  chat: { ...forms.forms[FORM], whatsapp: "0812 0000 1111" },
  rotator: { ...forms.forms[FORM], whatsapp: "https://konektor.id/r/promo?a=1&b=2" },
});
const persist = folder({ after });
const assets = folder({ after });

before(async () => {
  sandbox = await startSandbox("--port", "0");
  writeFileSync(join(assets, "konektor-form.js"), "export {};");
  edge = await startEdge({ persist, api: sandbox.address, assets, forms });
});
after(async () => {
  await edge?.stop();
  await sandbox?.stop();
});

const json = async (/** @type {Response} */ response) => /** @type {any} */ (await response.json());

/** A hit on the form that a test wants refused: status, code and the fields that are named. */
async function refusal(/** @type {Response} */ response) {
  const body = await json(response);
  assert.equal(body.success, false);
  assert.equal(typeof body.error.message, "string");
  return [response.status, body.error.code, Object.keys(body.error.details ?? {}).sort()];
}

test("a submission gets a receipt whose code begins with the tracking code, and becomes that lead", async () => {
  const sent = submission();

  const response = await send(edge.address, sent);
  const { success, data } = await json(response);

  assert.equal(response.status, 202);
  assert.equal(success, true);
  assert.equal(data.id, sent.id);
  assert.match(data.uniqueCode, /^KNK-abc123-[0-9A-HJKMNP-TV-Z]{10}$/);
  const lead = await leadOf(sandbox.address, data.uniqueCode);
  assert.equal(lead.externalRef, `kf_${sent.id}`);
  assert.equal(lead.phone, "+6281234567890");
});

test("a granted click id makes the lead an ad's, and the notes tell where it came from", async () => {
  const gclid = "Cj0KCQiA-_aB.c~D";
  const touch = {
    at: "2026-11-24T03:00:00.000Z",
    landing: "https://toko.example/promo?email=hidden",
    referrer: "https://www.google.com/",
    params: { gclid, utm_source: "google", utm_campaign: "januari", unlisted: "x" },
    cookies: { _ga: "GA1.1.1.2", session: "x" },
  };
  const sent = submission({ touch: { first: touch, last: touch } });
  sent.fields.message = "Halo";

  const { data } = await json(await send(edge.address, sent));
  const lead = await leadOf(sandbox.address, data.uniqueCode);

  assert.equal(lead.source, "ads");
  assert.equal(lead.adPlatform, "google");
  const [message, block] = lead.notes.split("\n\n");
  assert.equal(message, "Halo");
  assert.ok(block.includes("tracking: KNK-abc123"));
  assert.ok(block.includes(`first.gclid: ${gclid}\n`));
  assert.ok(!lead.notes.includes("hidden") && !lead.notes.includes("unlisted") && !lead.notes.includes("session"));
});

test("of two platforms' click ids the last in the address makes the lead its platform's", async () => {
  for (const [params, platform] of /** @type {[Record<string, string>, string][]} */ ([
    [{ fbclid: "f", gclid: "g" }, "google"],
    [{ gclid: "g", fbclid: "f" }, "meta"],
    [{ gclid: "g", fbclid: "f", utm_source: "google" }, "google"],
  ])) {
    const { data } = await json(await send(edge.address, submission({ touch: { last: { params } } })));
    const lead = await leadOf(sandbox.address, data.uniqueCode);

    assert.deepEqual([lead.source, lead.adPlatform], ["ads", platform]);
  }
});

test("without consent no click id is used or kept", async () => {
  const touch = { params: { gclid: "secret-click", utm_source: "tiktok" }, cookies: { _ga: "secret-browser" } };
  const sent = submission({ consent: "wait", touch: { last: touch } });

  const { data } = await json(await send(edge.address, sent));
  const lead = await leadOf(sandbox.address, data.uniqueCode);

  assert.equal(lead.source, "social");
  assert.equal(lead.adPlatform, null);
  assert.ok(!lead.notes.includes("secret-"));
});

test("a beacon may send its JSON as text/plain", async () => {
  const response = await send(edge.address, submission(), { "content-type": "text/plain;charset=UTF-8" });
  assert.equal(response.status, 202);
});

test("a visitor cannot set what only the team may set", async () => {
  const sent = submission({ status: "won", assignedTo: crypto.randomUUID() });
  Object.assign(sent.fields, {
    status: "won",
    priority: "urgent",
    estimatedValue: "1",
    source: "referral",
    uniqueCode: "x",
  });

  const { data } = await json(await send(edge.address, sent));
  const lead = await leadOf(sandbox.address, data.uniqueCode);

  assert.deepEqual(
    [lead.status, lead.priority, lead.assignedTo, lead.estimatedValue, lead.source],
    ["new", "medium", null, null, "website"],
  );
});

test("a form's own fields reach the lead's notes, required or not", async () => {
  const own = { company: "PT Maju --- konektor:attribution v1 ---", "team-size": "5: lima" };
  const sent = submission();
  Object.assign(sent.fields, own, { message: "Halo\nfield.company: EVIL", unlisted: "x" });

  const { data } = await json(await send(edge.address, sent, {}, OWN));
  const lead = await leadOf(sandbox.address, data.uniqueCode);
  const without = await send(edge.address, submission(), {}, OWN);
  const { error } = await json(without);

  const { message, block } = await parseNotes(lead.notes);
  assert.equal(message, "Halo\nfield.company: EVIL");
  assert.deepEqual(Object.entries(block?.fields ?? {}), Object.entries(own));
  assert.ok(!lead.notes.includes("unlisted"));
  assert.deepEqual([without.status, error.details], [400, { company: "Required" }]);
});

test("what a visitor agreed to is proved in the lead's notes, by a digest of the words", async () => {
  const text = "Saya setuju dihubungi lewat WhatsApp.";
  const at = "2026-11-26T03:00:00.000Z";
  const agreed = [
    {
      purpose: "marketing",
      given: true,
      text: ` Saya setuju\n   dihubungi lewat WhatsApp. `,
      version: "2026-01",
      language: "id",
      at,
      page: `${PAGE}/promo?email=hidden`,
    },
    { purpose: "profiling", given: false, text, language: "id", at, page: `${PAGE}/promo` },
    "not a proof",
    { purpose: "odd" },
  ];

  const { data } = await json(await send(edge.address, submission({ agreed })));
  const { notes } = await leadOf(sandbox.address, data.uniqueCode);

  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const textSha256 = Buffer.from(bytes).toString("hex");
  const common = { language: "id", at, page: `${PAGE}/promo`, textSha256 };
  assert.deepEqual((await parseNotes(notes)).block?.agreed, [
    { purpose: "marketing", given: true, version: "2026-01", ...common },
    { purpose: "profiling", given: false, version: null, ...common },
  ]);
  assert.ok(!notes.includes("hidden") && !notes.includes(text));
});

test("the receipt says where the visitor goes, and a repeat says the same", async () => {
  for (const [form, kind, url] of /** @type {[string, string, (code: string) => string][]} */ ([
    ["away", "redirect", () => "https://thanks.example/now"],
    ["home", "redirect", () => `${PAGE}/thanks`],
    ["rotator", "whatsapp", () => "https://konektor.id/r/promo?a=1&b=2"],
    [
      "chat",
      "whatsapp",
      (code) =>
        `https://wa.me/6281200001111?text=${encodeURIComponent(`Halo, saya baru mengisi formulir. Kode saya: ${code}`)}`,
    ],
  ])) {
    const sent = submission();

    const { data } = await json(await send(edge.address, sent, {}, form));
    const again = await json(await send(edge.address, sent, {}, form));

    assert.deepEqual(data.next, { kind, url: url(data.uniqueCode) }, form);
    assert.deepEqual(again.data, data, form);
  }
});

test("without a wish of the form's the receipt has no next, and a path is no other page's", async () => {
  const plain = await json(await send(edge.address, submission()));
  const foreign = await json(await send(edge.address, submission(), { origin: "https://evil.example" }, "home"));
  const framed = await json(await send(edge.address, submission(), { origin: "null" }, "home"));

  assert.deepEqual(Object.keys(plain.data).sort(), ["id", "uniqueCode"]);
  assert.equal(foreign.data.next.url, `${edge.address}/thanks`);
  assert.equal(framed.data.next.url, `${edge.address}/thanks`);
});

test("a page of the form's other origin has sent nobody", async () => {
  const landing = `${PAGE}/promo`;
  const referred = (/** @type {string} */ referrer) =>
    send(edge.address, submission({ touch: { last: { landing, referrer } } }), {}, "sites");

  const own = await json(await referred("https://toko-lain.example/produk"));
  const blog = await json(await referred("https://blog.example/"));

  const [lead, other] = [
    await leadOf(sandbox.address, own.data.uniqueCode),
    await leadOf(sandbox.address, blog.data.uniqueCode),
  ];
  assert.deepEqual([lead.source, other.source], ["website", "referral"]);
  assert.ok(!lead.notes.includes("toko-lain") && other.notes.includes("https://blog.example/"));
});

test("texts that have no room together are refused with the length that would fit", async () => {
  const sent = submission();
  Object.assign(sent.fields, { company: "x".repeat(501), message: "y".repeat(3_000) });

  const { error } = await json(await send(edge.address, sent, {}, OWN));

  assert.deepEqual(error.details, {
    company: "String must contain at most 500 character(s)",
    message: "String must contain at most 2884 character(s)",
  });
});

test("every wrong field is named at once, in the words of the API", async () => {
  const sent = submission({ fields: { email: "nobody", phone: "12", message: "x".repeat(3_401) } });

  const response = await send(edge.address, sent);
  const { error } = await json(response);

  assert.equal(response.status, 400);
  assert.equal(error.code, "VALIDATION_ERROR");
  assert.deepEqual(error.details, {
    email: "Invalid email",
    firstName: "Required",
    message: "String must contain at most 3400 character(s)",
    phone: "Phone number with too few digits",
  });
});

test("what is not a submission is refused", async () => {
  const bad = /** @type {[unknown, string[]][]} */ ([
    ["", []],
    ["[]", []],
    ["{", []],
    [new Uint8Array([0xff, 0xfe]), []],
    ["[".repeat(20_000), []],
    [submission({ v: 2 }), ["v"]],
    [submission({ id: "1" }), ["id"]],
    [submission({ fields: [] }), ["fields"]],
    [submission({ fields: { firstName: 1 } }), ["firstName"]],
    [submission({ fields: { firstName: "x".repeat(101) } }), ["firstName"]],
  ]);
  for (const [body, fields] of bad) {
    assert.deepEqual(await refusal(await send(edge.address, body)), [400, "VALIDATION_ERROR", fields]);
  }
});

test("a body above 32 KB is refused, whether its length is told or not", async () => {
  const large = JSON.stringify(submission({ padding: "x".repeat(33_000) }));
  assert.deepEqual(await refusal(await send(edge.address, large)), [413, "PAYLOAD_TOO_LARGE", []]);

  const stream = new ReadableStream({
    start(controller) {
      for (let at = 0; at < large.length; at += 8_000)
        controller.enqueue(new TextEncoder().encode(large.slice(at, at + 8_000)));
      controller.close();
    },
  });
  const options = /** @type {RequestInit} */ ({
    method: "POST",
    headers: { "content-type": "application/json" },
    body: stream,
    duplex: "half",
  });
  const response = await fetch(`${edge.address}/v1/forms/${FORM}/submissions`, options);
  assert.deepEqual(await refusal(response), [413, "PAYLOAD_TOO_LARGE", []]);

  const largest = submission({ padding: "" });
  largest.padding = "x".repeat(32 * 1024 - JSON.stringify(largest).length);
  assert.equal((await send(edge.address, largest)).status, 202);
});

test("another type or another charset is refused", async () => {
  for (const type of ["application/xml", "application/json; charset=iso-8859-1", "image/png", ""]) {
    const response = await send(edge.address, JSON.stringify(submission()), { "content-type": type });
    assert.deepEqual(await refusal(response), [415, "UNSUPPORTED_MEDIA_TYPE", []], type);
  }
});

test("only the form's pages may read the answers", async () => {
  const own = await send(edge.address, submission());
  assert.equal(own.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(own.headers.get("access-control-allow-credentials"), null);
  assert.match(own.headers.get("vary") ?? "", /Origin/);
  const refused = await send(edge.address, "{");
  assert.equal(refused.headers.get("access-control-allow-origin"), PAGE);

  for (const origin of ["https://evil.example", `${PAGE}.evil.example`, "null"]) {
    const other = await send(edge.address, submission(), { origin });
    assert.equal(other.headers.get("access-control-allow-origin"), null, origin);
    assert.match(other.headers.get("vary") ?? "", /Origin/);
  }
});

test("a preflight is answered from the path's form", async () => {
  const ask = (/** @type {string} */ path, origin = PAGE) =>
    fetch(`${edge.address}${path}`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });

  const own = await ask(`/v1/forms/${FORM}/submissions`);
  assert.equal(own.status, 204);
  assert.equal(own.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(own.headers.get("access-control-allow-methods"), "POST");
  assert.equal(own.headers.get("access-control-allow-headers"), "content-type");
  const other = await ask(`/v1/forms/${FORM}/submissions`, "https://evil.example");
  assert.equal(other.headers.get("access-control-allow-origin"), null);
  assert.equal(other.headers.get("access-control-allow-methods"), null);
  assert.equal((await ask("/v1/forms/other/submissions")).status, 404);
});

test("a page gets a form token of its own", async () => {
  const get = () => fetch(`${edge.address}/v1/forms/${FORM}`, { headers: { origin: PAGE } });

  const response = await get();
  const { data } = await json(response);

  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), PAGE);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.match(data.formToken, /^[0-9a-z]+\.[\w-]{43}$/);
  assert.equal((await send(edge.address, submission({ proof: { formToken: data.formToken } }))).status, 202);
});

test("what is not there is not found", async () => {
  for (const [method, path] of /** @type {[string, string][]} */ ([
    ["POST", "/v1/forms/other/submissions"],
    ["GET", "/v1/forms/other"],
    ["GET", `/v1/forms/${FORM}/submissions`],
    ["DELETE", `/v1/forms/${FORM}`],
    ["GET", "/v1/forms/__proto__"],
    ["GET", "/admin/v1/health"],
    ["GET", "/nothing"],
    ["GET", "/../forms.json"],
  ])) {
    assert.equal((await fetch(edge.address + path, { method })).status, 404, `${method} ${path}`);
  }
});

test("the widget's files may be run by pages of any origin", async () => {
  const response = await fetch(`${edge.address}/konektor-form.js`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.match(response.headers.get("content-type") ?? "", /javascript/);
});

test("the log has no personal data", async () => {
  const sent = submission({
    fields: { firstName: "Zzyzx", email: "zzyzx@example.com", phone: "081299990000", message: "Qwertz" },
  });
  const { data } = await json(await send(edge.address, sent));
  await leadOf(sandbox.address, data.uniqueCode);
  await send(edge.address, { ...sent, id: "Zzyzx" });

  assert.ok(edge.log.includes(data.uniqueCode));
  for (const secret of ["Zzyzx", "zzyzx", "81299990000", "Qwertz", "knk_sandbox"]) {
    assert.ok(!edge.log.includes(secret), secret);
  }
  assert.ok((await leads(sandbox.address)).some((lead) => lead.firstName === "Zzyzx"));
});
