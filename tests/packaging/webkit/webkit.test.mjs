// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { executable } from "../../executable.mjs";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer } from "../consumer.mjs";
import { api, host, PROGRAM, UNBUNDLED } from "../pages.mjs";
import { visit } from "./driver.mjs";

const missing = ["WebKitWebDriver", "Xvfb"].find((name) => !executable(name));

test("WebKitGTK runs it", { skip: missing && `there is no \`${missing}\` on the PATH` }, async (t) => {
  const sandbox = await startSandbox(t);
  const folder = await consumer(t, { "index.html": UNBUNDLED, "app.mjs": PROGRAM });
  const url = await host(t, folder, await api(folder, sandbox, KEY));

  const { result, version } = await visit(url);

  assert.deepEqual(result, ARRIVED);
  t.diagnostic(`WebKitGTK ${version}`);
});
