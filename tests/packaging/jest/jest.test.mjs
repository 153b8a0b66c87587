// @ts-check
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";

test("a test under Jest 30.5.2 uses it, with Jest's flag for modules", FURTHER, async (t) => {
  const sandbox = await startSandbox(t);
  const files = {
    "konektor.test.mjs": `
      import { journey } from "./journey.mjs";
      test("the journey", async () => {
        expect(await journey({ baseUrl: ${JSON.stringify(sandbox.url)} })).toEqual(${JSON.stringify(ARRIVED)});
      });
    `,
  };
  const folder = await consumer(t, files, { jest: "30.5.2" });

  await run(folder, "node", ["--experimental-vm-modules", "node_modules/jest/bin/jest.js"], { KONEKTOR_API_KEY: KEY });
});
