// @ts-check
// Who is let in to the admin API, and what an operator can see and decide there.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, data, startWithAdmin, TOKEN } from "./operator.mjs";
import { FORM, formsFile, leadOf, leads, submission, TRACKING_CODE, until } from "./parts.mjs";
import { CREATE, delivered, fault, receive, requests, start } from "./world.mjs";

const bot = (/** @type {object} */ fields = {}) =>
  submission({ fields: { firstName: "Bot", phone: "0812-0000-1111", _hp: "x", ...fields } });
const parkNext = (/** @type {import("./world.mjs").World} */ world) =>
  fault(world, { match: CREATE, answer: "status", status: 400, code: "VALIDATION_ERROR" });
const logged = (/** @type {import("./world.mjs").World} */ { part }, /** @type {string} */ text) =>
  until(() => part.log.includes(text), `the log to say ${text}`);

test("without a token, or with a short one, there is no admin side, and the log says why once", async (t) => {
  for (const [settings, reason] of /** @type {const} */ ([
    [{}, "ADMIN_TOKEN_MISSING"],
    [{ ADMIN_TOKEN: "x".repeat(31) }, "ADMIN_TOKEN_TOO_SHORT"],
  ])) {
    const world = await start(t, { edge: { settings } });

    const answers = await Promise.all(
      ["", "/", "/admin.js", "/v1/health", "/v1/nothing"].map((path) =>
        fetch(`${world.edge}/admin${path}`, { headers: { authorization: `Bearer ${"x".repeat(31)}` } }),
      ),
    );

    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 404, 404],
    );
    await logged(world, reason);
    assert.equal(world.part.log.split("admin is closed").length, 2);
  }
});

test("nobody is let in without the token, nor from another site's page", async (t) => {
  const { edge } = await startWithAdmin(t);
  const strangers = [null, "", "x", TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase()];

  for (const token of strangers) {
    const answer = await ask(edge, "health", { token });
    assert.equal(answer.status, 401, `${token}`);
    assert.equal(answer.headers.get("www-authenticate"), "Bearer");
    assert.equal(/** @type {any} */ (await answer.json()).error.code, "UNAUTHORIZED");
  }
  for (const headers of [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ]) {
    assert.equal((await ask(edge, "health", { headers })).status, 403, JSON.stringify(headers));
  }

  const good = await ask(edge, "health", { headers: { "sec-fetch-site": "same-origin", origin: edge } });
  assert.equal(good.status, 200);
  assert.equal(good.headers.get("cache-control"), "no-store");
  assert.equal(good.headers.get("x-content-type-options"), "nosniff");
  assert.equal(good.headers.get("access-control-allow-origin"), null);
  const preflight = await ask(edge, "health", { method: "OPTIONS", headers: { origin: edge } });
  assert.equal(preflight.headers.get("access-control-allow-methods"), null);
});

test("after ten wrong tokens of an address no token of it is looked at until the next minute", async (t) => {
  const { edge } = await startWithAdmin(t, { edge: { timed: true } });
  const from = (/** @type {string} */ address, token = TOKEN) =>
    ask(edge, "counts", { token, headers: { "cf-connecting-ip": address } });
  const wrong = () => from("2001:db8::1", "wrong");
  // The minute must not end in between.
  await setClock(edge, 1_000);

  const answers = await Promise.all(Array.from({ length: 30 }, wrong));
  const statuses = answers.map(({ status }) => status).sort();
  const right = await from("2001:db8::2");

  assert.deepEqual([statuses.indexOf(429), statuses.length], [10, 30]);
  assert.equal(right.status, 429, "a neighbour of the same network");
  assert.equal(right.headers.get("retry-after"), "60");
  assert.equal((await from("2001:db8:0:1::1")).status, 200, "another network");
  await advance(edge, 60_000);
  assert.equal((await from("2001:db8::2")).status, 200, "the next minute");
});

/** Moves the clock of the object that counts. @param {string} edge @param {number} advanceMs */
async function advance(edge, advanceMs) {
  const answer = await fetch(`${edge}/__test/clock?workspace=%2Fadmin`, {
    method: "POST",
    body: JSON.stringify({ advanceMs }),
  });
  return /** @type {any} */ (await answer.json()).now;
}

/** Lets a new minute begin. @param {string} edge @param {number} second */
async function setClock(edge, second) {
  await advance(edge, 60_000 - ((await advance(edge, 0)) % 60_000) + second);
}

test("submissions are counted, listed in pages, searched and shown", async (t) => {
  const world = await startWithAdmin(t);
  const { edge } = world;
  const codes = [];
  for (const firstName of ["Andi", "Budi", "Citra"]) codes.push(await receive(world, bot({ firstName })));
  const sent = await receive(
    world,
    submission({ fields: { firstName: "Dewi", email: "Dewi@Example.com", phone: "+62 811 222 333" } }),
  );
  await delivered(world, sent);
  const found = async (/** @type {string} */ query) => {
    const { submissions } = await data(edge, "submissions", { body: Object.fromEntries(new URLSearchParams(query)) });
    return submissions.map((/** @type {any} */ one) => one.uniqueCode);
  };

  assert.deepEqual(
    (await data(edge, "counts")).counts.map((/** @type {any} */ { state, count, ages }) => [state, count, ages.hour]),
    [
      ["delivered", 1, 1],
      ["held", 3, 3],
    ],
  );
  const first = await data(edge, "submissions?limit=3");
  const second = await data(edge, `submissions?limit=3&before=${first.before}`);
  assert.deepEqual(
    [...first.submissions, ...second.submissions].map(({ uniqueCode }) => uniqueCode),
    [sent, ...codes.reverse()],
  );
  assert.equal(second.before, null);
  assert.deepEqual(await found("state=delivered"), [sent]);
  assert.equal((await found("state=held,parked")).length, 3);
  assert.deepEqual(await found("q=dewi@example"), [sent]);
  assert.deepEqual(await found("q=DEWI"), [sent]);
  assert.deepEqual(await found("q=0811222333"), [sent]);
  assert.deepEqual(await found("q=222+333"), [sent]);
  assert.deepEqual(await found(`q=${sent.slice(-6)}`), [sent]);
  assert.deepEqual(await found("q=0811"), [sent]);
  assert.deepEqual(await found("q=0000000"), [], "no digits at all");
  assert.deepEqual(await found("q=nobody"), []);
  assert.deepEqual(await found("q=%25"), [], "no wildcards");
  assert.deepEqual(await found("form=other"), []);
  const { submission: shown } = await data(edge, `submissions/${sent}`);
  const [lead] = await leads(world.sandbox);
  assert.deepEqual(
    [shown.state, shown.form, shown.leadId, shown.lead.email, shown.reason],
    ["delivered", FORM, lead?.id, "Dewi@Example.com", "CREATED"],
  );
});

test("what is not understood is refused by name", async (t) => {
  const { edge } = await startWithAdmin(t);
  const refusals = /** @type {[string, import("./operator.mjs").Asking, number, string?][]} */ ([
    ["submissions?sate=held", {}, 400, "sate"],
    ["submissions?state=hold", {}, 400, "state"],
    ["submissions?state=held&state=parked", {}, 400, "state"],
    ["submissions?limit=0", {}, 400, "limit"],
    ["submissions?limit=201", {}, 400, "limit"],
    ["submissions?before=x", {}, 400, "before"],
    ["submissions?workspace=KNK-other", {}, 400, "workspace"],
    ["submissions?q=siti@example.com", {}, 400, "q"],
    ["submissions", { body: { sate: "held" } }, 400, "sate"],
    ["submissions", { body: { state: ["held"] } }, 400, "state"],
    ["submissions", { body: { q: "x".repeat(201) } }, 400, "q"],
    ["export?q=siti", {}, 400, "q"],
    ["export?format=xls", {}, 400, "format"],
    ["export", { body: { format: "__proto__" } }, 400, "format"],
    ["release", { body: {} }, 400, "uniqueCodes"],
    ["release", { body: { all: true } }, 400, "all"],
    ["release", { body: { uniqueCodes: [1] } }, 400, "uniqueCodes"],
    ["redrive", { body: { all: true, uniqueCodes: ["a"] } }, 400, "all"],
    ["erase", { body: {} }, 400, "phone"],
    ["erase", { body: { phone: "call me" } }, 400, "phone"],
    ["erase", { body: { email: "" } }, 400, "email"],
    ["erase", { body: { emial: "a@example.com" } }, 400, "emial"],
    ["erase", { body: [] }, 400],
    ["erase", { body: {}, headers: { "content-type": "text/plain" } }, 415],
    ["erase", { body: { email: "x".repeat(70_000) } }, 413],
    ["erase", {}, 405],
    ["health", { body: {} }, 405],
    ["health", { method: "DELETE" }, 405],
    ["submissions/KNK-abc123-0000000000", {}, 404],
    ["submissions/%", {}, 404],
    ["submissions/a/b", {}, 404],
    ["constructor", {}, 404],
    ["", {}, 404],
  ]);

  for (const [path, asking, status, field] of refusals) {
    const answer = await ask(edge, path, asking);
    const { error } = /** @type {any} */ (await answer.json());
    assert.equal(answer.status, status, `${path} ${JSON.stringify(asking).slice(0, 80)}: ${JSON.stringify(error)}`);
    if (field) assert.ok(Object.hasOwn(error.details, field), `${path}: ${JSON.stringify(error)}`);
    assert.equal(answer.headers.get("cache-control"), "no-store");
  }
});

test("a released suspect becomes its lead, and a rejected one none", async (t) => {
  const world = await startWithAdmin(t);
  const [good, bad] = [await receive(world, bot()), await receive(world, bot({ firstName: "Evil" }))];
  const missing = "KNK-abc123-0000000000";

  const released = await data(world.edge, "release", { body: { uniqueCodes: [good, missing] } });
  const rejected = await data(world.edge, "reject", { body: { uniqueCodes: [bad] } });

  assert.deepEqual([released.changed, released.unchanged], [1, [{ uniqueCode: missing, state: null }]]);
  assert.equal(rejected.changed, 1);
  await leadOf(world.sandbox, good);
  await delivered(world, good);
  // What is a lead, or rejected, moves no more.
  const again = await data(world.edge, "release", { body: { uniqueCodes: [good, bad] } });
  assert.deepEqual(
    [again.changed, again.unchanged.map((/** @type {any} */ { state }) => state)],
    [0, ["delivered", "rejected"]],
  );
  assert.equal((await requests(world, "leads.create")).length, 1);
});

test("all parked submissions are sent again, and each is one lead", async (t) => {
  const world = await startWithAdmin(t);
  await parkNext(world);
  await parkNext(world);
  const codes = [await receive(world), await receive(world)];
  await until(
    async () => (await data(world.edge, "submissions?state=parked")).submissions.length === 2,
    "both to be parked",
  );

  const { changed, left } = await data(world.edge, "redrive", { body: { all: true } });

  assert.deepEqual([changed, left], [2, 0]);
  for (const code of codes) await delivered(world, code);
  assert.deepEqual((await leads(world.sandbox)).map(({ uniqueCode }) => uniqueCode).sort(), codes.sort());
});

test("what is on its way cannot be released: its POST is not repeated", async (t) => {
  const world = await startWithAdmin(t, { edge: { settleSeconds: 3 } });
  await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
  const code = await receive(world);
  await until(
    async () => (await data(world.edge, `submissions/${code}`)).submission.state === "unknown",
    "the outcome to be open",
  );

  for (const decision of ["release", "redrive", "reject"]) {
    const { changed, unchanged } = await data(world.edge, decision, { body: { uniqueCodes: [code] } });
    assert.deepEqual([changed, unchanged[0].state], [0, "unknown"], decision);
  }

  await delivered(world, code);
  assert.equal((await leads(world.sandbox)).length, 1);
});

test("a person's data is erased everywhere, and the answer says what is left to do in Konektor", async (t) => {
  const world = await startWithAdmin(t, { edge: { settleSeconds: 2 } });
  const { edge } = world;
  const person = { firstName: "Siti", phone: "0812 9999 8888", email: "Siti@Example.com" };
  const other = submission();
  const isLead = submission({ fields: person });
  const [kept, done] = [await receive(world, other), await receive(world, isLead)];
  await delivered(world, kept);
  await delivered(world, done);
  await parkNext(world);
  const parked = await receive(world, submission({ fields: { ...person, email: "x@example.com" } }));
  const held = await receive(world, bot({ ...person, phone: "+62 812 9999 8888", email: "" }));
  await until(() => world.part.log.includes('"event":"parked"'), "the row to be parked");
  // A POST whose answer is cut: nobody knows yet whether it is a lead.
  await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
  const open = await receive(world, submission({ fields: { ...person, phone: "" } }));
  await until(async () => (await data(edge, `submissions/${open}`)).submission.state === "unknown", "the cut");

  const erased = await data(edge, "erase", { body: { phone: "62812-9999-8888", email: "siti@EXAMPLE.com" } });

  const lead = (await leads(world.sandbox)).find(({ uniqueCode }) => uniqueCode === done);
  assert.deepEqual([erased.erased, erased.leadIds, erased.open], [4, [lead?.id], [open]]);
  const { submissions } = await data(edge, "submissions");
  const left = submissions.filter((/** @type {any} */ one) => one.lead !== null);
  assert.deepEqual(
    left.map((/** @type {any} */ one) => one.uniqueCode),
    [kept],
  );
  const state = (/** @type {string} */ code) =>
    submissions.find((/** @type {any} */ one) => one.uniqueCode === code).state;
  assert.deepEqual([state(parked), state(held), state(done)], ["rejected", "rejected", "delivered"]);
  assert.equal(submissions.find((/** @type {any} */ one) => one.uniqueCode === done).reason, null, "why is gone too");
  // The receipt stands, and so does what it was given for.
  assert.equal(await receive(world, isLead), done);
  const late = await until(async () => {
    const { submission: asked } = await data(edge, `submissions/${open}`);
    return asked.state === "delivered" ? asked : undefined;
  }, "the open one to be known");
  assert.equal(late.leadId, (await leads(world.sandbox)).find(({ uniqueCode }) => uniqueCode === open)?.id);
  assert.equal((await requests(world, "leads.create")).length, 4, "nothing was sent again");
  assert.deepEqual((await data(edge, "erase", { body: { email: "siti@example.com" } })).erased, 0);
});

test("each workspace is asked by its name, and knows nothing of the others", async (t) => {
  // Its name begins as the other's codes do.
  const OTHER = "KNK";
  const file = formsFile();
  const forms = {
    workspaces: { [OTHER]: { keyBinding: "OTHER_KEY" }, ...file.workspaces },
    forms: file.forms,
  };
  const world = await startWithAdmin(t, { edge: { forms } });
  const code = await receive(world, bot());
  const count = async (/** @type {string} */ workspace) =>
    (await data(world.edge, `submissions?workspace=${workspace}`)).submissions.length;

  assert.deepEqual([await count(TRACKING_CODE), await count(OTHER)], [1, 0]);
  assert.equal((await data(world.edge, `submissions/${code}`)).workspace, TRACKING_CODE);
  assert.equal((await ask(world.edge, "submissions")).status, 400, "which one?");
  const elsewhere = await data(world.edge, "release", { body: { workspace: OTHER, uniqueCodes: [code] } });
  assert.deepEqual(elsewhere.unchanged, [{ uniqueCode: code, state: null }]);
  assert.equal((await data(world.edge, "health")).workspaces.length, 2);
});

test("exports, releases and erasures are in the log with their numbers, and no visitor's data ever is", async (t) => {
  const world = await startWithAdmin(t);
  const { edge } = world;
  const secrets = {
    firstName: "Wulandari",
    lastName: "Kusumaningrum",
    email: "wulan@rahasia.example",
    phone: "+628137777666",
  };
  const message = "Tolong jangan dicatat di mana pun";
  const person = { ...secrets, message };
  const normal = await receive(world, submission({ fields: person }));
  await delivered(world, normal);
  await parkNext(world);
  await receive(world, submission({ fields: person }));
  await logged(world, '"event":"parked"');
  await fault(world, { match: CREATE, answer: "cut", commit: "yes" });
  const cut = await receive(world, submission({ fields: person }));
  await delivered(world, cut);
  const held = await receive(world, bot(person));

  await data(edge, "submissions", { body: { q: secrets.email } });
  await (await ask(edge, "export", { body: { q: secrets.email, format: "csv" } })).text();
  await data(edge, "redrive", { body: { all: true } });
  await data(edge, "release", { body: { uniqueCodes: [held] } });
  await ask(edge, "erase", { body: { phone: "not a phone 8137777666" } });
  await data(edge, "erase", { body: { email: secrets.email } });
  await ask(edge, `${secrets.email}/${secrets.phone}`, { token: secrets.lastName });

  await logged(world, '"event":"admin refused"');
  const lines = world.part.log.split("\n").filter((line) => line.startsWith("{"));
  const said = (/** @type {string} */ event) =>
    lines.map((line) => JSON.parse(line)).find((line) => line.event === event);
  assert.deepEqual(said("admin export"), { event: "admin export", workspace: TRACKING_CODE, format: "csv", rows: 4 });
  assert.equal(said("admin redrive").rows, 1);
  assert.equal(said("admin release").rows, 1);
  assert.equal(said("admin erase").rows, 4);
  assert.ok(lines.length > 15);
  for (const secret of [...Object.values(secrets), "8137777666", "jangan", TOKEN]) {
    assert.ok(!world.part.log.toLowerCase().includes(secret.toLowerCase()), `the log holds ${secret}`);
  }
});
