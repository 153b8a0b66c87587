// @ts-check
// What the edge does with senders that are no customers: it holds, it counts, it caps; it never drops what it acknowledged.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  folder,
  formsFile,
  inOneMinute,
  leads,
  post,
  send,
  startEdge,
  startSandbox,
  submission,
  until,
  untilLeads,
} from "./parts.mjs";

/** @param {import("node:test").TestContext} t @param {object} [form] @param {object} [options] */
async function start(t, form = {}, options = {}) {
  const sandbox = await startSandbox("--port", "0");
  t.after(() => sandbox.stop());
  const edge = await startEdge({ persist: folder(t), api: sandbox.address, forms: formsFile(form), ...options });
  t.after(() => edge.stop());
  return { sandbox: sandbox.address, edge: edge.address, part: edge };
}

/** Sends a clean submission and waits for its lead: whatever was to be delivered before it has been. */
async function marker(/** @type {{ edge: string, sandbox: string }} */ { edge, sandbox }) {
  const sent = submission();
  const response = await send(edge, sent);
  assert.equal(response.status, 202);
  await untilLeads(sandbox, (all) => all.some((lead) => lead.externalRef === `kf_${sent.id}`), "the marker");
}

const INTAKE_SECRET = "a secret of this test alone";
const trapped = () => submission({ fields: { firstName: "Bot", _hp: "http://spam.example" } });

test("a filled honeypot gets a receipt like any other and waits for a person", async (t) => {
  const world = await start(t);

  const json = await send(world.edge, trapped());
  const page = await post(world.edge, { firstName: "Bot", _hp: "x" });
  await marker(world);

  assert.equal(json.status, 202);
  assert.match(/** @type {any} */ (await json.json()).data.uniqueCode, /^KNK-abc123-/);
  assert.equal(page.status, 202);
  assert.equal((await leads(world.sandbox)).length, 1);
  assert.equal(world.part.log.match(/"event":"held"/g)?.length, 2);
});

test("a page of another site is held", async (t) => {
  const world = await start(t);

  const response = await send(world.edge, submission(), { origin: "https://evil.example" });
  await marker(world);

  assert.equal(response.status, 202);
  assert.equal((await leads(world.sandbox)).length, 1);
});

test("a forged token alone holds nobody, with many links it does", async (t) => {
  const world = await start(t);
  const proof = { formToken: "abc.def" };
  const links = "https://a.example ".repeat(6);

  await send(world.edge, submission({ proof }));
  await send(world.edge, submission({ proof, fields: { firstName: "Bot", message: links } }));
  await marker(world);

  assert.equal((await leads(world.sandbox)).length, 2);
});

test("suspects beyond the cap are refused and clean ones still taken", async (t) => {
  const world = await start(t, { limits: { perMinute: 1000, held: 2 } });

  const statuses = [];
  for (let sent = 0; sent < 4; sent++) statuses.push((await send(world.edge, trapped())).status);

  assert.deepEqual(statuses, [202, 202, 429, 429]);
  await marker(world);
});

test("suspects beyond the capped bytes are refused", async (t) => {
  const world = await start(t, { limits: { perMinute: 1000, heldBytes: 4_000 } });
  const long = () => submission({ fields: { firstName: "Bot", _hp: "x", message: "x".repeat(2_000) } });

  const statuses = [(await send(world.edge, long())).status, (await send(world.edge, long())).status];

  assert.deepEqual(statuses, [202, 429]);
});

test("an address that sends too much is told so, and nothing of it is stored", async (t) => {
  const world = await start(t, { limits: { perMinute: 5 } });
  const from = (/** @type {string} */ address) => ({ "cf-connecting-ip": address });

  const responses = await inOneMinute(async () => {
    const all = [];
    for (let sent = 0; sent < 7; sent++) all.push(await send(world.edge, submission(), from("192.0.2.1")));
    return all;
  });
  const refused = /** @type {Response[]} */ (responses).filter(({ status }) => status === 429);

  assert.equal(refused.length, 2);
  assert.equal(/** @type {any} */ (await refused.at(0)?.json())?.error.code, "RATE_LIMITED");
  assert.equal(refused[0]?.headers.get("retry-after"), "60");
  const other = await send(world.edge, submission(), from("192.0.2.2"));
  assert.equal(other.status, 202);
  const all = await untilLeads(world.sandbox, (all) => all.length >= 6, "what was taken");
  assert.equal(all.length, 6);
});

test("a household's IPv6 addresses count as one", async (t) => {
  const world = await start(t, { limits: { perMinute: 2 } });
  const statuses = await inOneMinute(async () => {
    const all = [];
    for (const address of ["2001:db8:1:2::1", "2001:db8:1:2:aaaa::2", "2001:0db8:1:2::3", "2001:db8:1:3::1"]) {
      all.push((await send(world.edge, submission(), { "cf-connecting-ip": address })).status);
    }
    return all;
  });

  assert.deepEqual(statuses, [202, 202, 429, 202]);
});

test("where a rate limit binding counts, it decides", async (t) => {
  const world = await start(t, {}, { rateLimit: 3 });
  const from = { "cf-connecting-ip": "192.0.2.7" };

  const statuses = await inOneMinute(async () => {
    const all = [];
    for (let sent = 0; sent < 5; sent++) all.push((await send(world.edge, submission(), from)).status);
    return all;
  });

  assert.deepEqual(statuses, [202, 202, 202, 429, 429]);
});

test("a rate limit binding that fails costs nobody a lead: the outbox counts then", async (t) => {
  // It has no `limit` to call.
  const world = await start(t, { limits: { perMinute: 2 } }, { settings: { RATE_LIMITER: {} } });

  const statuses = await inOneMinute(async () => {
    const all = [];
    for (let sent = 0; sent < 4; sent++) all.push((await send(world.edge, submission())).status);
    return all;
  });

  assert.deepEqual(statuses, [202, 202, 429, 429]);
  assert.match(world.part.log, /"event":"rate limiter failed"/);
});

test("a repeat of what was acknowledged is not counted", async (t) => {
  const world = await start(t, { limits: { perMinute: 2 } });
  const [first, second, third] = [submission(), submission(), submission()];

  const statuses = await inOneMinute(async () => {
    const all = [];
    for (const sent of [first, first, first, first, second, third, first]) {
      all.push((await send(world.edge, sent)).status);
    }
    return all;
  });

  assert.deepEqual(statuses, [202, 202, 202, 202, 202, 429, 202]);
});

test("an address counts whatever form it is written in, and none at all is one visitor", async (t) => {
  const world = await start(t, { limits: { perMinute: 1 } });
  const statuses = await inOneMinute(async () => {
    const all = [];
    for (const address of ["192.0.2.9", "::ffff:192.0.2.9", "::ffff:192.0.2.10", "2001:DB8::1", "2001:db8:0:0::2"]) {
      all.push((await send(world.edge, submission(), { "cf-connecting-ip": address })).status);
    }
    for (const _ of [1, 2]) all.push((await send(world.edge, submission())).status);
    return all;
  });

  assert.deepEqual(statuses, [202, 429, 202, 202, 429, 202, 429]);
});

test("what cannot be read counts where a binding counts, and looking at a form does not", async (t) => {
  const world = await start(t, {}, { rateLimit: 3 });
  const statuses = await inOneMinute(async () => {
    const all = [];
    for (let asked = 0; asked < 10; asked++) {
      const look = await fetch(`${world.edge}/v1/forms/promo`);
      const preflight = await fetch(`${world.edge}/v1/forms/promo/submissions`, { method: "OPTIONS" });
      all.push(look.status, preflight.status);
    }
    all.push(
      (await send(world.edge, "{")).status,
      (await send(world.edge, "", { "content-type": "image/png" })).status,
    );
    for (const body of [submission(), submission()]) all.push((await send(world.edge, body)).status);
    return all;
  });

  assert.deepEqual(statuses, [...Array(10).fill([200, 204]).flat(), 400, 415, 202, 429]);
});

/** A form token as the edge makes it, of any age. */
async function tokenOf(/** @type {number} */ ageMs, form = "promo") {
  const encoder = new TextEncoder();
  const issued = (Date.now() - ageMs).toString(36);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(INTAKE_SECRET), hmac, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(`token|${form}|${issued}`));
  return `${issued}.${Buffer.from(mac).toString("base64url")}`;
}

test("the time trap tells too fast, too old and forged from a person's pace", async (t) => {
  const world = await start(t, { limits: { threshold: 1 } }, { settings: { INTAKE_SECRET } });
  const fields = { firstName: "Andi" };
  const signs = async (/** @type {string | undefined} */ formToken) => {
    const before = world.part.log.length;
    await send(world.edge, submission({ fields, proof: { formToken } }));
    const line = await until(() => /"event":"(held|accepted)".*$/m.exec(world.part.log.slice(before)), "a line");
    return /"reason":"([^"]*)"/.exec(line[0])?.[1];
  };

  const { data } = /** @type {any} */ (await (await fetch(`${world.edge}/v1/forms/promo`)).json());
  assert.equal(await signs(data.formToken), "TOO_FAST");
  assert.equal(await signs(await tokenOf(60_000)), "RECEIVED");
  assert.equal(await signs(await tokenOf(23 * 3_600_000)), "RECEIVED");
  assert.equal(await signs(await tokenOf(25 * 3_600_000)), "TOO_OLD");
  assert.equal(await signs(await tokenOf(-60_000)), "TOO_FAST");
  assert.equal(await signs(await tokenOf(60_000, "other")), "TOKEN_FORGED");
  assert.equal(await signs("x".repeat(5_000)), "TOKEN_FORGED");
  assert.equal(await signs(undefined), "TOKEN_ABSENT");
});

test("a sandboxed frame is one of the form's pages where the form says so", async (t) => {
  const listed = await start(t, { origins: ["null"], redirect: "/thanks" });
  const other = await start(t);

  const own = await send(listed.edge, submission(), { origin: "null" });
  const page = await post(listed.edge, { firstName: "Framed" }, { origin: "null" });
  const foreign = await send(other.edge, submission(), { origin: "null" });

  assert.deepEqual([own.status, own.headers.get("access-control-allow-origin")], [202, "null"]);
  assert.deepEqual([page.status, page.headers.get("location")], [303, `${listed.edge}/thanks`]);
  assert.deepEqual([foreign.status, foreign.headers.get("access-control-allow-origin")], [202, null]);
});

test("a person whose browser posted too much gets a page that says so", async (t) => {
  const world = await start(t, { limits: { perMinute: 1 } });

  const response = await inOneMinute(async () => {
    await post(world.edge, { firstName: "One" });
    return post(world.edge, { firstName: "Two" });
  });

  assert.equal(response.status, 429);
  assert.match(await response.text(), /coba lagi/);
});
