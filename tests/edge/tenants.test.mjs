// @ts-check
// Two workspaces behind one edge, each a sandbox with a key of its own. Whatever visitors send, by a seed: no field that the form
// does not list reaches a lead, and nothing reaches another workspace's leads, key or receipts.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { folder, leads, PAGE, startEdge, startSandbox, submission, until } from "./parts.mjs";

const SEED = 20261126;
const SENT = 240;

const FORMS = {
  workspaces: { "KNK-one": { keyBinding: "KEY_ONE" }, "KNK-two": { keyBinding: "KEY_TWO" } },
  forms: {
    one: { trackingCode: "KNK-one", fields: { firstName: "required", phone: "optional" } },
    more: { trackingCode: "KNK-one", fields: { firstName: "required", email: "optional" } },
    two: { trackingCode: "KNK-two", fields: { firstName: "required", lastName: "optional", message: "optional" } },
  },
};
for (const form of Object.values(FORMS.forms)) {
  Object.assign(form, { origins: [PAGE], limits: { perMinute: 100_000 } });
}
/** @typedef {keyof typeof FORMS.forms} FormName */
const NAMES = /** @type {FormName[]} */ (Object.keys(FORMS.forms));

/** Members of the API, of the wire, of the outbox and of JavaScript that a visitor would like to set. */
const WANTED = [
  ...["status", "priority", "source", "adPlatform", "assignedTo", "estimatedValue", "actualValue", "notes"],
  ...["uniqueCode", "externalRef", "id", "createdAt", "lastName", "email", "phone", "message"],
  ...["trackingCode", "keyBinding", "form", "workspace", "workspaces", "forms", "limits", "fields", "lead", "leads"],
  ...["suspect", "score", "reason", "plain", "contentMac", "uniqueCode", "visitor", "state", "row", "outbox"],
  ...["KEY_ONE", "INTAKE_SECRET", "KONEKTOR_BASE_URL", "apiKey", "authorization"],
  ...["__proto__", "constructor", "prototype", "toString", "firstName[]", "fields.status", "fields[status]"],
];

/** @type {Record<string, import("./parts.mjs").Part>} */
const sandboxes = {};
/** @type {import("./parts.mjs").Part} */
let edge;
/** @type {import("node:http").Server} */
let door;
const persist = folder({ after });

/** The API of both workspaces: the key tells which one. */
async function openDoor() {
  const server = createServer(async (request, response) => {
    const sandbox = sandboxes[request.headers.authorization ?? ""];
    if (!sandbox) return response.writeHead(401).end();
    const chunks = await request.toArray();
    const answer = await fetch(sandbox.address + request.url, {
      method: request.method ?? "GET",
      headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

before(async () => {
  for (const key of ["knk_one", "knk_two"]) {
    sandboxes[`Bearer ${key}`] = await startSandbox("--port", "0", "--key", key);
  }
  door = await openDoor();
  const { port } = /** @type {import("node:net").AddressInfo} */ (door.address());
  const settings = { KEY_ONE: "knk_one", KEY_TWO: "knk_two" };
  edge = await startEdge({ persist, api: `http://127.0.0.1:${port}`, forms: FORMS, settings });
});
after(async () => {
  await edge?.stop();
  door?.closeAllConnections();
  door?.close();
  for (const sandbox of Object.values(sandboxes)) await sandbox.stop();
});

/** The leads of the workspace of a form, and those of the other one. */
async function leadsOf(/** @type {FormName} */ form) {
  const [one = [], two = []] = await Promise.all(Object.values(sandboxes).map(({ address }) => leads(address)));
  return FORMS.forms[form].trackingCode === "KNK-one" ? { own: one, other: two } : { own: two, other: one };
}

function sendTo(/** @type {FormName} */ form, /** @type {BodyInit} */ body, type = "application/json", query = "") {
  const headers = { "content-type": type, origin: PAGE, accept: "application/json" };
  return fetch(`${edge.address}/v1/forms/${form}/submissions${query}`, { method: "POST", headers, body });
}

const receipt = async (/** @type {Response} */ response) => /** @type {any} */ (await response.json()).data;

/** Chances that are the same in every run (mulberry32). */
function chances(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("no input sets a field that the form does not list, nor reaches another workspace", async (t) => {
  const chance = chances(SEED);
  const pick = /** @template T @param {readonly T[]} from */ (from) =>
    /** @type {T} */ (from[Math.floor(chance() * from.length)]);
  const evil = () => pick(["EVIL", "EVIL", ["EVIL"], { EVIL: "EVIL" }, { status: "EVIL" }, "KNK-two-EVIL", 1]);
  const members = () => Object.entries(Object.fromEntries(Array.from({ length: 6 }, () => [pick(WANTED), evil()])));
  /** @type {Map<string, { form: FormName, firstName: string }>} */
  const receipts = new Map();

  for (let sent = 0; sent < SENT; sent++) {
    const form = pick(NAMES);
    const firstName = `Visitor ${sent}`;
    const offered = Object.keys(FORMS.forms[form].fields);
    const foreign = members().filter(([name]) => !offered.includes(name));
    const query = chance() < 0.3 ? `?${new URLSearchParams(members().map(([name]) => [name, "EVIL"]))}` : "";
    let response;
    if (chance() < 0.5) {
      const base = submission({ fields: { firstName } });
      // As text, since an object would not have a member called `__proto__`.
      const written = (/** @type {[string, unknown][]} */ list) =>
        list.map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`).join("");
      const top = members().filter(([name]) => !["id", "fields"].includes(name));
      const body = `{"v":1,"id":"${base.id}","fields":{"firstName":"${firstName}"${written(foreign)}}${written(top)}}`;
      response = await sendTo(form, body, "application/json", query);
    } else {
      const fields = new URLSearchParams([["firstName", firstName], ...foreign.map(([name]) => [name, "EVIL"])]);
      response = await sendTo(form, fields.toString(), "application/x-www-form-urlencoded", query);
    }
    assert.equal(response.status, 202, `seed ${SEED}, submission ${sent}`);
    receipts.set((await receipt(response)).uniqueCode, { form, firstName });
  }

  assert.equal(receipts.size, SENT);
  const all = await until(async () => {
    const { own, other } = await leadsOf("one");
    return own.length + other.length >= SENT ? { one: own, two: other } : undefined;
  }, "all leads");
  t.diagnostic(`submissions: ${SENT}, seed: ${SEED}`);
  for (const [workspace, found] of Object.entries(all)) {
    assert.ok(found.length > 20, workspace);
    for (const lead of found) {
      const sent = receipts.get(lead.uniqueCode);
      assert.equal(lead.firstName, sent?.firstName);
      assert.equal(FORMS.forms[sent?.form ?? "one"].trackingCode, `KNK-${workspace}`);
      assert.ok(lead.uniqueCode.startsWith(`KNK-${workspace}-`));
      assert.ok(lead.notes.includes(`tracking: KNK-${workspace}\nform: ${sent?.form}\n`));
      assert.doesNotMatch(JSON.stringify(lead), /EVIL/);
      const { status, priority, source, adPlatform, assignedTo, estimatedValue, actualValue, lastName, email, phone } =
        lead;
      assert.deepEqual([status, priority, source, adPlatform, assignedTo], ["new", "medium", "website", null, null]);
      assert.deepEqual([estimatedValue, actualValue, lastName, email, phone], [null, null, null, null, null]);
    }
  }
});

test("one id in two forms and two workspaces is three submissions, each with its own code and content", async () => {
  const sent = submission({ fields: { firstName: "Thrice" } });
  const codes = /** @type {string[]} */ ([]);
  for (const form of NAMES) {
    // Another content in each: it is no conflict with what another form has under this id.
    const body = { ...sent, fields: { firstName: `Thrice ${form}` } };
    const { id, uniqueCode } = await receipt(await sendTo(form, JSON.stringify(body)));
    assert.equal(id, sent.id);
    assert.equal((await receipt(await sendTo(form, JSON.stringify(body)))).uniqueCode, uniqueCode);
    codes.push(uniqueCode);
  }

  assert.equal(new Set(codes).size, 3);
  for (const [at, form] of NAMES.entries()) {
    const lead = await until(
      async () => (await leadsOf(form)).own.find(({ uniqueCode }) => uniqueCode === codes[at]),
      `the lead of ${form}`,
    );
    assert.equal(lead.firstName, `Thrice ${form}`);
    assert.ok(!(await leadsOf(form)).other.some(({ uniqueCode }) => uniqueCode === codes[at]));
  }
});

test("who knows an id gets no receipt for it with other words, nor through another form", async () => {
  const sent = submission({ fields: { firstName: "Owner" } });
  const { uniqueCode } = await receipt(await sendTo("one", JSON.stringify(sent)));

  const guess = await sendTo("one", JSON.stringify({ ...sent, fields: { firstName: "Guesser" } }));
  const elsewhere = await sendTo("two", JSON.stringify(sent));

  assert.equal(guess.status, 409);
  assert.ok(!(await guess.text()).includes(uniqueCode));
  assert.notEqual((await receipt(elsewhere)).uniqueCode, uniqueCode);
});
