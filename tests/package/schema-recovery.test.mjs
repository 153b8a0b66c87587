// @ts-check
// The schemas where nothing can be checked: the promise is rejected, since the input is not to blame, and the next check works. Each
// test needs a process without an instance yet, or looks into the one there is, so they run in the order written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isKonektorError, Konektor } from "konektor";
import { createLead } from "konektor/schema";

const { instantiate } = WebAssembly;
/** @type {WebAssembly.Instance[]} */
const instances = [];
WebAssembly.instantiate = /** @type {any} */ (
  async (/** @type {WebAssembly.Module} */ module, /** @type {any} */ imports) => {
    const instance = await instantiate(module, imports);
    instances.push(instance);
    return instance;
  }
);

const check = () => createLead["~standard"].validate({ firstName: "Andi" });

test("where wasm may not run, the check is rejected with one clear error, and it is not remembered", async ({
  mock,
}) => {
  const refusing = mock.method(WebAssembly, "compile", () => Promise.reject(new WebAssembly.CompileError("Refused")));
  await assert.rejects(check(), (error) => {
    assert.ok(isKonektorError(error));
    assert.equal(error.code, "WASM_UNAVAILABLE");
    return true;
  });
  refusing.mock.restore();

  assert.deepEqual(await check(), { value: { firstName: "Andi" } });
});

test("schemas and clients share one instance", async () => {
  const konektor = new Konektor({
    apiKey: "knk_test",
    fetch: async () => new Response('{"success":true,"data":{"id":"x"}}'),
  });
  await Promise.all([konektor.leads.get("x"), check(), konektor.leads.get("x"), check()]);

  assert.equal(instances.length, 1);
});

test("a check that traps is rejected, and the next one works", async () => {
  const memory = /** @type {WebAssembly.Memory} */ (instances[0]?.exports.memory);
  new Uint8Array(memory.buffer).fill(0xff);

  await assert.rejects(check(), { name: "KonektorError", code: "INTERNAL_PANIC" });
  assert.deepEqual(await check(), { value: { firstName: "Andi" } });
});
