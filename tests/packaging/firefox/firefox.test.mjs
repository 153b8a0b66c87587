// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { missing } from "../../engines/engine.mjs";
import { firefox } from "../../engines/firefox.mjs";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer } from "../consumer.mjs";
import { api, arrival, host, PROGRAM, UNBUNDLED } from "../pages.mjs";

test("Firefox runs it", { skip: missing(firefox) ?? false }, async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, { "index.html": UNBUNDLED, "app.mjs": PROGRAM });
  const url = await host(t, folder, await api(folder, sandbox, KEY));

  const { result, version } = await arrival(firefox, url);

  assert.deepEqual(result, ARRIVED);
  t.diagnostic(version);
});
