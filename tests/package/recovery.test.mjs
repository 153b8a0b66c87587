// @ts-check
// What happens when the binary cannot start, traps, or runs for long. The tests look into the one instance of the process, so they
// run in the order written; those that need a package without an instance take a copy of it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Konektor } from "konektor";
import { serve } from "./servers.mjs";

const lead = JSON.stringify({ success: true, data: { id: "lead_1", firstName: "Andi" } });
/** @type {import("konektor").Fetch} */
const answering = async () => new Response(lead);

const binary = readFileSync(fileURLToPath(import.meta.resolve("konektor/konektor.wasm")));
const { instantiate, Instance } = WebAssembly;
/** @type {WebAssembly.Instance[]} */
const instances = [];

function memory() {
  return /** @type {WebAssembly.Memory} */ (instances.at(-1)?.exports.memory);
}

/**
 * Another copy of the package, without an instance yet. Its files are copied: entries share what holds the instance, so to
 * import one entry anew would not do.
 *
 * @param {import("node:test").TestContext} t
 * @returns {Promise<typeof import("konektor")>}
 */
function copy(t) {
  const folder = mkdtempSync(join(tmpdir(), "konektor-copy-"));
  t.after(() => rmSync(folder, { recursive: true }));
  cpSync(dirname(fileURLToPath(import.meta.resolve("konektor/konektor.wasm"))), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  return import(pathToFileURL(join(folder, "inline.js")).href);
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

test("first calls that start together compile one binary and start one instance", async (t) => {
  const { Konektor } = await copy(t);
  const before = instances.length;
  const compiling = t.mock.method(WebAssembly, "compile");
  const clients = Array.from({ length: 10 }, () => new Konektor({ apiKey: "knk_test", fetch: answering }));
  await Promise.all(clients.map((konektor) => konektor.leads.get("lead_1")));

  assert.equal(compiling.mock.callCount(), 1);
  assert.equal(instances.length, before + 1);
});

test("the binary can be handed over: as bytes, as a module, by its address", async (t) => {
  const address = new URL(`data:application/wasm;base64,${binary.toString("base64")}`);
  for (const wasm of [binary, await WebAssembly.compile(binary), address]) {
    const { Konektor } = await copy(t);
    const konektor = new Konektor({ apiKey: "knk_test", fetch: answering, wasm });
    assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
  }

  const { Konektor } = await copy(t);
  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering, wasm: new Uint8Array(8) });
  await assert.rejects(konektor.leads.get("lead_1"), { code: "WASM_UNAVAILABLE" });
});

test("a binary that does not come ends the call when its time is up or its signal says so", async (t) => {
  let ask = () => {};
  const asked = new Promise((done) => {
    ask = () => done(undefined);
  });
  const url = await serve(t, ask);
  const { Konektor } = await copy(t);
  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering, wasm: new URL(url) });
  const controller = new AbortController();
  const reason = new Error("the visitor left");
  const leaving = konektor.leads.get("lead_1", { signal: controller.signal });
  await asked;
  const late = konektor.leads.get("lead_1", { timeoutMs: 50 });
  controller.abort(reason);

  await assert.rejects(leaving, { name: "AbortError", cause: reason });
  await assert.rejects(late, { name: "TimeoutError", phase: "load" });
});

test("after a binary that did not come in time the next call tries afresh", async (t) => {
  let asked = 0;
  const url = await serve(t, (_, response) => {
    asked += 1;
    if (asked > 1) response.end(binary);
  });
  const { Konektor } = await copy(t);
  const konektor = new Konektor({ apiKey: "knk_test", fetch: answering, wasm: new URL(url) });
  await assert.rejects(konektor.leads.get("lead_1", { timeoutMs: 50 }), { name: "TimeoutError", phase: "load" });

  assert.equal((await konektor.leads.get("lead_1")).id, "lead_1");
  assert.equal(asked, 2);
});
