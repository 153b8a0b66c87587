// @ts-check
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";

test("a test under Vitest 4.1.12 uses it", FURTHER, async (t) => {
  const sandbox = await startSandbox(t);
  const files = {
    "konektor.test.mjs": `
      import { expect, test } from "vitest";
      import { journey } from "./journey.mjs";
      test("the journey", async () => {
        expect(await journey({ baseUrl: ${JSON.stringify(sandbox.url)} })).toEqual(${JSON.stringify(ARRIVED)});
      });
    `,
  };
  const folder = await consumer(t, files, { vitest: "4.1.12" });

  await run(folder, `${folder}/node_modules/.bin/vitest`, ["run"], { KONEKTOR_API_KEY: KEY });
});
