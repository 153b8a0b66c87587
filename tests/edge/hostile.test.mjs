// @ts-check
// Bodies that no page of ours sends: refused with the field's name or kept as text. Nothing of them stops the intake, and what is
// acknowledged becomes the lead that was sent.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { poison } from "../faults/poison.mjs";
import { FORM, folder, leadOf, leads, PAGE, post, send, startEdge, startSandbox, submission, until } from "./parts.mjs";

const MARKER = "--- konektor:attribution v1 ---";

/** @type {import("./parts.mjs").Part} */
let sandbox;
/** @type {import("./parts.mjs").Part} */
let edge;
const persist = folder({ after });

before(async () => {
  sandbox = await startSandbox("--port", "0");
  edge = await startEdge({ persist, api: sandbox.address });
});
after(async () => {
  await edge?.stop();
  await sandbox?.stop();
});

const json = async (/** @type {Response} */ response) => /** @type {any} */ (await response.json());

/** Status, code and named fields of a refusal. */
async function refusal(/** @type {Response} */ response) {
  const { error } = await json(response);
  return [response.status, error.code, Object.keys(error.details ?? {})];
}

/** The lead of what is sent. @param {object} fields @param {object} [change] */
async function leadFrom(fields, change = {}) {
  const { data } = await json(await send(edge.address, submission({ fields, ...change })));
  return leadOf(sandbox.address, data.uniqueCode);
}

/** Sends bytes as they are until there is an answer, and says what it is; nothing, if the server ends the connection without. */
async function raw(/** @type {Iterable<string>} */ pieces, /** @type {() => boolean} */ enough = () => false) {
  const { hostname, port } = new URL(edge.address);
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (data) => (answer += data));
  socket.on("error", () => {});
  await once(socket, "connect");
  for (const piece of pieces) {
    if (answer || socket.destroyed) break;
    if (!socket.write(piece)) await until(() => answer || socket.destroyed || !socket.writableNeedDrain, "room");
  }
  await until(() => answer || socket.destroyed || enough(), "an answer or an end");
  socket.destroy();
  return answer;
}

/** 64 MB, and no end behind them. */
function* endless(/** @type {string} */ start) {
  yield start;
  for (let sent = 0; sent < 256; sent++) yield `40000\r\n${"x".repeat(0x40000)}\r\n`;
}

const head = (/** @type {string[]} */ ...headers) =>
  `POST /v1/forms/${FORM}/submissions HTTP/1.1\r\nHost: edge\r\nOrigin: ${PAGE}\r\nContent-Type: application/json\r\n${headers.join("\r\n")}\r\n\r\n`;

/** Nothing broke: a customer is served after all that was stored before, and no request ended in an error of ours. */
async function stillServes() {
  const { data } = await json(await send(edge.address, submission()));
  await leadOf(sandbox.address, data.uniqueCode);
  assert.deepEqual(edge.log.match(/^.*(intake failed|not stored|outbox failed).*$/gm), null);
}

test("a body without an end is not read for ever", async () => {
  const answer = await raw(endless(head("Transfer-Encoding: chunked")));

  // Who goes on sending may lose the answer with the connection.
  if (answer) assert.match(answer, /^HTTP\/1.1 413 /);
  await stillServes();
});

test("a length that is a lie stores nothing that was not sent whole", async () => {
  const body = JSON.stringify(submission({ fields: { firstName: "Liar" } }));

  const short = await raw([head(`Content-Length: ${body.length - 10}`, "Connection: close"), body]);
  const long = await raw([head(`Content-Length: ${body.length + 10}`), body], () => true);
  const huge = await raw([head("Content-Length: 99999999999")]);
  const both = await raw([
    head("Content-Length: 4", "Transfer-Encoding: chunked", "Connection: close"),
    `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
  ]);

  assert.match(short, /^HTTP\/1.1 400 /);
  assert.equal(long, "");
  assert.match(huge, /^HTTP\/1.1 413 /);
  assert.match(both, /^HTTP\/1.1 (202|400) /);
  await stillServes();
  const liars = (await leads(sandbox.address)).filter((lead) => lead.firstName === "Liar");
  assert.equal(liars.length, both.startsWith("HTTP/1.1 202") ? 1 : 0);
});

test("a compressed body is refused, whatever it would become", async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  const small = gzipSync(JSON.stringify(submission()));
  for (const [body, encoding] of /** @type {[Uint8Array, string][]} */ ([
    [bomb, "gzip"],
    [small, "gzip"],
    [small, "GZIP, identity"],
  ])) {
    const response = await send(edge.address, body, { "content-encoding": encoding });
    assert.deepEqual(await refusal(response), [415, "UNSUPPORTED_MEDIA_TYPE", []]);
  }
  assert.equal((await send(edge.address, submission(), { "content-encoding": "identity" })).status, 202);
});

test("what is not UTF-8 is refused, by field where there is one", async () => {
  const bytes = (/** @type {string} */ text) => Uint8Array.from(Buffer.from(text, "latin1"));
  const type = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
  const multipart = { "content-type": "multipart/form-data; boundary=b", accept: "application/json" };
  const part = bytes('--b\r\nContent-Disposition: form-data; name="firstName"\r\n\r\nJos\xe9\r\n--b--\r\n');

  assert.deepEqual(await refusal(await send(edge.address, bytes('{"v":1,"x":"\xe9"}'))), [400, "VALIDATION_ERROR", []]);
  assert.deepEqual(await refusal(await send(edge.address, bytes("firstName=Jos\xe9"), type)), [
    400,
    "VALIDATION_ERROR",
    ["firstName"],
  ]);
  assert.deepEqual(await refusal(await send(edge.address, part, multipart)), [400, "VALIDATION_ERROR", ["firstName"]]);
});

test("many parts and many fields are passed over, or too many bytes", async () => {
  const part = (/** @type {string} */ name) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
  const multipart = { "content-type": "multipart/form-data; boundary=b" };
  const plain = { "content-type": "application/x-www-form-urlencoded" };

  const few = await send(edge.address, `${part("firstName")}${part("a").repeat(450)}--b--\r\n`, multipart);
  const many = await send(edge.address, `${part("firstName")}${part("a").repeat(10_000)}--b--\r\n`, multipart);
  const fields = await send(edge.address, `firstName=Andi${"&a=".repeat(10_000)}`, plain);
  const members = Object.fromEntries(Array.from({ length: 2_500 }, (_, at) => [`f${at}`, 0]));
  const wide = await send(edge.address, submission({ fields: { firstName: "Andi", ...members } }));

  assert.deepEqual([few.status, many.status, fields.status, wide.status], [202, 413, 202, 202]);
  await stillServes();
});

test("a name that stands twice in JSON is refused by name; of a post's the first that is filled in counts", async () => {
  const body = `{"v":1,"id":"${crypto.randomUUID()}","fields":{"firstName":"A","firstName":"B"}}`;
  const twice = await send(edge.address, body);
  assert.deepEqual(await refusal(twice), [400, "VALIDATION_ERROR", ["firstName"]]);

  const page = await send(edge.address, "firstName=&firstName=First&firstName=Second", {
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  });
  const lead = await leadOf(sandbox.address, (await json(page)).data.uniqueCode);
  assert.equal(lead.firstName, "First");
});

test("nesting ends at 127 levels", async () => {
  const nested = (/** @type {number} */ levels) =>
    `{"v":1,"id":"${crypto.randomUUID()}","fields":{"firstName":"A"},"x":${"[".repeat(levels)}${"]".repeat(levels)}}`;

  assert.equal((await send(edge.address, nested(126))).status, 202);
  assert.deepEqual(await refusal(await send(edge.address, nested(127))), [400, "VALIDATION_ERROR", []]);
  assert.deepEqual(await refusal(await send(edge.address, nested(8_000))), [400, "VALIDATION_ERROR", []]);
});

test("controls and bidi overrides are taken out, markup and formulas stay what they are", async () => {
  const fields = {
    firstName: "\u202e=cmd|' /C calc'!A0\u0000",
    lastName: "<img src=x onerror=alert(1)>",
    phone: "\u202a+62 812-3456-7890\u202c",
    message: "</textarea><script>alert(1)</script>\u2066\n=1+1",
  };

  const lead = await leadFrom(fields);

  assert.equal(lead.firstName, "=cmd|' /C calc'!A0");
  assert.equal(lead.lastName, fields.lastName);
  assert.equal(lead.phone, "+6281234567890");
  assert.ok(lead.notes.startsWith("</textarea><script>alert(1)</script>\n=1+1\n\n"));
});

test("no page of ours repeats what was typed", async () => {
  const script = "<script>alert(1)</script>";

  const thanks = await (await post(edge.address, { firstName: script, message: script })).text();
  const mistakes = await (
    await post(edge.address, { firstName: script.repeat(9), email: script, [script]: "" })
  ).text();

  for (const html of [thanks, mistakes]) assert.ok(!html.includes("alert"), html);
});

test("a forged block in a message is message: the last block is ours alone", async () => {
  const forged = `Halo\n\n${MARKER}\ntracking: KNK-evil\nfirst.gclid: stolen`;
  for (const message of [forged, forged.replace("konektor", "konek\u202etor"), forged.replace("v1", "\u0000v1")]) {
    const lead = await leadFrom({ firstName: "Forger", message });

    const lines = lead.notes.split("\n");
    const ours = lines.indexOf(MARKER);
    assert.equal(ours, lines.lastIndexOf(MARKER), "one line is a marker");
    assert.deepEqual(lines.slice(0, ours), [
      "Halo",
      "",
      `\\${MARKER}`,
      "tracking: KNK-evil",
      "first.gclid: stolen",
      "",
    ]);
    assert.deepEqual(lines.slice(ours + 1, ours + 3), ["tracking: KNK-abc123", "form: promo"]);
    assert.ok(
      !lines.slice(ours).some((/** @type {string} */ line) => line.includes("evil") || line.includes("stolen")),
    );
  }
});

test("every body of the poison list gets an answer, and what is acknowledged becomes one lead", async (t) => {
  const receipts = new Map();
  const statuses = new Map();
  for (const { name, contentType, body } of poison) {
    const response = await send(edge.address, body, { "content-type": contentType, accept: "application/json" });
    const answer = await json(response);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    assert.ok([202, 400, 413, 415].includes(response.status), `${name}: ${response.status}`);
    if (response.status === 202) receipts.set(answer.data.uniqueCode, name);
    else assert.ok(answer.error.message, name);
  }

  t.diagnostic(`bodies: ${poison.length}, answers: ${JSON.stringify(Object.fromEntries(statuses))}`);
  await stillServes();
  const held = new Set(
    [...edge.log.matchAll(/"event":"held","form":"promo","uniqueCode":"([^"]+)"/g)].map(([, code]) => code),
  );
  const wanted = [...receipts.keys()].filter((code) => !held.has(code));
  const found = await until(async () => {
    const all = (await leads(sandbox.address)).filter(({ uniqueCode }) => receipts.has(uniqueCode));
    return all.length >= wanted.length ? all : undefined;
  }, "the leads of all receipts");
  assert.deepEqual(found.map(({ uniqueCode }) => uniqueCode).sort(), wanted.sort());
  assert.ok(poison.length >= 300 && receipts.size > 100 && (statuses.get(400) ?? 0) > 100);
  for (const lead of found) {
    assert.deepEqual(
      [lead.status, lead.priority, lead.assignedTo],
      ["new", "medium", null],
      receipts.get(lead.uniqueCode),
    );
  }
});
