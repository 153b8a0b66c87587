// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, run } from "../consumer.mjs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const requiresModules = major > 20 || (major === 20 && minor >= 19);

test("Node requires it, from 20.19", { skip: !requiresModules && "this Node cannot require modules" }, async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, {
    "app.cjs": `
      const { journey } = require("./journey.mjs");
      const { proxy } = require("konektor/proxy");
      if (typeof proxy !== "function") throw new Error("konektor/proxy has no proxy");
      const options = { apiKey: ${JSON.stringify(KEY)}, baseUrl: ${JSON.stringify(sandbox.url)} };
      journey(options).then((result) => console.log(JSON.stringify(result)));
    `,
  });

  assert.deepEqual(JSON.parse(await run(folder, "node", ["app.cjs"])), ARRIVED);
});
