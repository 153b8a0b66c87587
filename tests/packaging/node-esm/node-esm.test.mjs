// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, program, run } from "../consumer.mjs";

test("Node imports it", async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, { "app.mjs": program(sandbox.url) });
  const printed = await run(folder, "node", ["app.mjs"], { KONEKTOR_API_KEY: KEY });

  assert.deepEqual(JSON.parse(printed), ARRIVED);
});

test("importing it does nothing: no binary is decoded, no Request is made, no global is touched", async (t) => {
  const folder = await consumer(t, {
    "app.mjs": `
      const touched = [];
      for (const name of ["Request", "Response", "Headers", "fetch", "atob"]) {
        const value = globalThis[name];
        Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return value; } });
      }
      for (const name of ["compile", "instantiate", "Module", "Instance"]) {
        const value = WebAssembly[name];
        // Node's own fetch uses WebAssembly too.
        Object.defineProperty(WebAssembly, name, { get() { if (new Error().stack.includes("konektor/dist")) touched.push(name); return value; } });
      }
      const before = Object.getOwnPropertyNames(globalThis).length;
      const { Konektor } = await import("konektor");
      new Konektor({ apiKey: "knk_test" });
      console.log(JSON.stringify({ touched, added: Object.getOwnPropertyNames(globalThis).length - before }));
    `,
  });

  assert.deepEqual(JSON.parse(await run(folder, "node", ["app.mjs"])), { touched: [], added: 0 });
});
