// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { missing } from "../../engines/engine.mjs";
import { webkit } from "../../engines/webkit.mjs";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer } from "../consumer.mjs";
import { api, arrival, host, PROGRAM, UNBUNDLED } from "../pages.mjs";

test("WebKitGTK runs it", { skip: missing(webkit) ?? false }, async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, { "index.html": UNBUNDLED, "app.mjs": PROGRAM });
  const url = await host(t, folder, await api(folder, sandbox, KEY));

  const { result, version } = await arrival(webkit, url);

  assert.deepEqual(result, ARRIVED);
  t.diagnostic(`WebKitGTK ${version}`);
});
