// @ts-check
// What happens when the binary cannot start, traps, or runs for long. Each test needs a process without an instance yet, or
// looks into the one there is, so they run in the order written.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Konektor } from "konektor";

const lead = JSON.stringify({ success: true, data: { id: "lead_1", firstName: "Andi" } });
/** @type {import("konektor").Fetch} */
const answering = async () => new Response(lead);

const { instantiate, Instance } = WebAssembly;
/** @type {WebAssembly.Instance[]} */
const instances = [];

function memory() {
  return /** @type {WebAssembly.Memory} */ (instances.at(-1)?.exports.memory);
}

/** A client whose calls trap: what its first answer finds is memory that something has written all over. */
function trapping() {
  return new Konektor({
    apiKey: "knk_test",
    fetch: async (...request) => {
      new Uint8Array(memory().buffer).fill(0xff);
      return answering(...request);
    },
  });
}

test("where wasm may not run, one clear error says so, and it is not remembered", async ({ mock }) => {
  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering });
  const refusing = mock.method(WebAssembly, "compile", () =>
    Promise.reject(new WebAssembly.CompileError("Refused by Content-Security-Policy")),
  );
  await assert.rejects(konektor.leads.get("lead_1"), (/** @type {any} */ error) => {
    assert.equal(error.code, "WASM_UNAVAILABLE");
    assert.match(error.message, /wasm-unsafe-eval/);
    assert.ok(error.cause instanceof WebAssembly.CompileError);
    return true;
  });
  refusing.mock.restore();

  // From here on each instance is kept for the tests below.
  WebAssembly.instantiate = /** @type {any} */ (
    async (/** @type {WebAssembly.Module} */ module, /** @type {any} */ imports) => {
      const instance = await instantiate(module, imports);
      instances.push(instance);
      return instance;
    }
  );
  WebAssembly.Instance = new Proxy(Instance, {
    construct(Class, [module, imports]) {
      const instance = new Class(module, imports);
      instances.push(instance);
      return instance;
    },
  });
  assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
});

test("first calls that start together start one instance", async () => {
  const clients = Array.from({ length: 10 }, () => new Konektor({ apiKey: "knk_test", fetch: answering }));
  await Promise.all(clients.map((konektor) => konektor.leads.get("lead_1")));

  assert.equal(instances.length, 1);
});

test("a trap is one error, and the next call works", async () => {
  await assert.rejects(trapping().leads.get("lead_1"), { name: "KonektorError", code: "INTERNAL_PANIC" });
  assert.equal(instances.length, 2);

  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering });
  assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
  assert.equal(instances.length, 2);
});

test("calls that were under way when another trapped end too, and none hangs", async () => {
  const waiting = new Konektor({ apiKey: "knk_test", fetch: () => new Promise(() => {}) });
  const others = [waiting.leads.get("lead_1"), waiting.leads.list()].map((call) =>
    assert.rejects(Promise.resolve(call), { code: "INTERNAL_PANIC" }),
  );
  await assert.rejects(trapping().leads.get("lead_1"), { code: "INTERNAL_PANIC" });

  await Promise.all(others);
});

test("10 000 calls leave the memory as large as the first ones did", async () => {
  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering, maxRetries: 0 });
  const calls = async (/** @type {number} */ count) => {
    for (let call = 0; call < count; call += 1) {
      await konektor.leads.get("lead_1");
      if (call % 10 === 0) await konektor.leads.create(/** @type {any} */ ({ email: "x" })).catch(() => {});
      if (call % 10 === 5) await konektor.leads.list().catch(() => {});
    }
  };
  await calls(500);
  const before = memory().buffer.byteLength;
  await calls(10_000);

  assert.equal(memory().buffer.byteLength, before);
});

test("the binary can be handed over: as bytes, as a module", async () => {
  const bytes = readFileSync(fileURLToPath(import.meta.resolve("konektor/konektor.wasm")));
  for (const wasm of [bytes, await WebAssembly.compile(bytes)]) {
    // A query makes another copy of the package, which has no instance yet.
    const own = await import(`../../pkg-template/dist/inline.js?${Math.random()}`);
    const konektor = new own.Konektor({ apiKey: "knk_test", fetch: answering, wasm });
    assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
  }
});
