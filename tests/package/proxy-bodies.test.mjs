// @ts-check
// Bodies, which anybody may have written: how many bytes are read, and what becomes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { proxy } from "konektor/proxy";
import { code, create, recorder, writing } from "./proxied.mjs";

const LIMIT = 128 * 1024;

/** A body that comes in pieces for as long as somebody reads it (up to a megabyte), and how many were taken. */
function endless() {
  const taken = { pieces: 0, cancelled: false };
  const body = new ReadableStream(
    {
      pull(controller) {
        taken.pieces += 1;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
        if (taken.pieces === 1024) controller.close();
      },
      cancel() {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken };
}

/** JSON of an exact size. */
function sized(/** @type {number} */ bytes) {
  const text = '{"firstName":"Andi"}';
  return text + " ".repeat(bytes - text.length);
}

test("a body without an end is read no further than the limit", async () => {
  const { options, sent } = recorder();
  const { body, taken } = endless();

  assert.equal(await code(proxy(options)(create({ body, duplex: "half" }))), "413 PAYLOAD_TOO_LARGE");
  assert.deepEqual(taken, { pieces: LIMIT / 1024 + 1, cancelled: true });
  assert.deepEqual(sent, []);
});

test("a body that announces too much is not read at all", async () => {
  const { options } = recorder();
  const { body, taken } = endless();
  const headers = { ...writing, "content-length": String(LIMIT + 1) };

  assert.equal(await code(proxy(options)(create({ body, headers, duplex: "half" }))), "413 PAYLOAD_TOO_LARGE");
  assert.equal(taken.pieces, 0);
});

for (const announced of ["0", "5", "-1", "abc", "1e2", ""]) {
  test(`a body that announces "${announced}" is counted all the same`, async () => {
    const { options, sent } = recorder();
    const headers = { ...writing, "content-length": announced };
    const handler = proxy(options);

    assert.equal(await code(handler(create({ headers, body: sized(LIMIT + 1) }))), "413 PAYLOAD_TOO_LARGE");
    assert.equal((await handler(create({ headers, body: sized(LIMIT) }))).status, 200);
    assert.equal(sent.length, 1);
  });
}

test("a body is not read before it is known that its sender may write", async () => {
  const { options } = recorder();
  const { body, taken } = endless();
  const refused = proxy({ ...options, authorize: () => "unauthenticated" })(create({ body, duplex: "half" }));

  assert.equal(await code(refused), "401 UNAUTHORIZED");
  assert.equal(taken.pieces, 0);
});

for (const [what, body] of /** @type {[string, BodyInit | null][]} */ ([
  ["nothing", null],
  ["no JSON", "firstName=Andi"],
  ["no object", "[]"],
  ["half an object", '{"firstName":"An'],
  ["bytes that are no UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ["a field twice", '{"firstName":"Andi","firstName":"Budi"}'],
  ["a field that there is not", '{"firstName":"Andi","workspaceId":"ws_2"}'],
  ["the key of every object", '{"firstName":"Andi","__proto__":{"status":"won"}}'],
])) {
  test(`a body with ${what} does not reach the API`, async () => {
    const { options, sent, reported } = recorder();

    assert.equal(await code(proxy(options)(create({ body }))), "400 VALIDATION_ERROR");
    assert.deepEqual(sent, []);
    assert.deepEqual(reported, []);
  });
}

test("whoever leaves in the middle of a body is no failure of the server", async () => {
  const { options, sent, reported } = recorder();
  const leaving = new AbortController();
  const body = new ReadableStream({
    pull(controller) {
      leaving.abort();
      controller.error(new Error("aborted"));
    },
  });
  await proxy(options)(create({ body, duplex: "half", signal: leaving.signal }));

  assert.deepEqual(sent, []);
  assert.deepEqual(reported, []);
});
