// @ts-check
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer, FURTHER, run } from "../consumer.mjs";
import { api, browser, host, PROGRAM, page, visit } from "../pages.mjs";

test("Parcel 2.16.4 bundles it, though it reads `main` and not `exports`", FURTHER, async (t) => {
  const sandbox = await startSandbox(t);
  const files = { "index.html": page("app.mjs"), "app.mjs": PROGRAM };
  const folder = await consumer(t, files, { parcel: "2.16.4" });
  const proxied = await api(folder, sandbox, KEY);

  await run(folder, `${folder}/node_modules/.bin/parcel`, ["build", "index.html", "--no-cache"]);
  const { result, fetched } = await visit(await browser(t), await host(t, join(folder, "dist"), proxied));

  assert.deepEqual(result, ARRIVED);
  assert.equal(fetched.filter((path) => path.endsWith(".wasm")).length, 1);
});
