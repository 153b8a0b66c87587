// @ts-check
// The widget's files as the edge serves them: what lasts is kept for a year, what may change is asked for again.

import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { folder, startEdge } from "./parts.mjs";

const dist = fileURLToPath(new URL("../../www/dist", import.meta.url));
const YEAR = "public, max-age=31536000, immutable";

/** @type {import("./parts.mjs").Part} */
let edge;
/** What has to be ended when all tests of this file are. @type {(() => unknown)[]} */
const endings = [];

before(async () => {
  const suite = { after: (/** @type {() => unknown} */ end) => void endings.push(end) };
  edge = await startEdge({ persist: folder(suite), api: "http://127.0.0.1:1", assets: dist });
});
after(async () => {
  await edge?.stop();
  for (const end of endings) await end();
});

test("each file has its type, may be run by pages of any origin, and is not guessed at", async () => {
  const files = readdirSync(dist);
  const types = { js: "text/javascript; charset=utf-8", wasm: "application/wasm" };

  for (const name of files) {
    const { status, headers } = await fetch(`${edge.address}/${name}`);
    assert.equal(status, 200, name);
    assert.equal(headers.get("content-type"), types[/** @type {"js"} */ (name.split(".").at(-1))], name);
    assert.equal(headers.get("access-control-allow-origin"), "*", name);
    assert.equal(headers.get("cross-origin-resource-policy"), "cross-origin", name);
    assert.equal(headers.get("x-content-type-options"), "nosniff", name);
    assert.equal(headers.get("cache-control") === YEAR, name !== "konektor-form.js", name);
  }
  assert.ok(files.length >= 4, files.join());
});

test("the script that pages name is asked for again, without its body", async () => {
  const first = await fetch(`${edge.address}/konektor-form.js`);
  const etag = first.headers.get("etag") ?? "";

  const again = await fetch(`${edge.address}/konektor-form.js`, { headers: { "if-none-match": etag } });

  assert.equal(first.headers.get("cache-control"), "public, max-age=300, must-revalidate");
  assert.ok(etag.length > 10);
  assert.deepEqual([again.status, await again.text()], [304, ""]);
  assert.equal(again.headers.get("cache-control"), "public, max-age=300, must-revalidate");
});

test("the same script is there under a name that lasts", async () => {
  const lasting = readdirSync(dist).find((name) => /^konektor-form-[0-9A-Z]{8}\.js$/.test(name));
  const text = async (/** @type {string | undefined} */ name) => (await fetch(`${edge.address}/${name}`)).text();

  assert.equal(await text(lasting), await text("konektor-form.js"));
});

test("what is missing is not remembered as missing, whatever its name promises", async () => {
  for (const name of ["konektor-session-AAAAAAAA.js", "nothing.js", "konektor-rules-00000000.wasm"]) {
    const { status, headers } = await fetch(`${edge.address}/${name}`);
    assert.deepEqual([status, headers.get("cache-control")], [404, "no-store"], name);
  }
});

test("a name that only looks like ours does not last", async (t) => {
  const assets = folder(t);
  for (const name of ["photo-20240101.css", "konektor-form-short.js"]) writeFileSync(join(assets, name), "");
  const other = await startEdge({ persist: folder(t), api: "http://127.0.0.1:1", assets });
  t.after(() => other.stop());

  for (const name of readdirSync(assets)) {
    const { headers } = await fetch(`${other.address}/${name}`);
    assert.equal(headers.get("cache-control"), "public, max-age=300, must-revalidate", name);
  }
});
