// @ts-check
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED, consumer } from "../consumer.mjs";
import { api, browser, host, PROGRAM, UNBUNDLED, visit } from "../pages.mjs";

const sandbox = await startSandbox({ after });
const folder = await consumer({ after }, { "index.html": UNBUNDLED, "app.mjs": PROGRAM });
const proxied = await api(folder, sandbox, KEY);
const chrome = await browser({ after });

const inlined = (/** @type {string[]} */ fetched) => fetched.filter((path) => /\/inline-\w+\.js$/.test(path));
const binary = (/** @type {string[]} */ fetched) => fetched.filter((path) => path.endsWith(".wasm"));

test("a page imports the file as it is, and fetches the binary once and nothing twice", async (t) => {
  const { result, fetched, complaints } = await visit(chrome, await host(t, folder, proxied));

  assert.deepEqual(result, ARRIVED);
  assert.equal(binary(fetched).length, 1);
  assert.deepEqual(inlined(fetched), []);
  assert.equal(new Set(scripts(fetched)).size, scripts(fetched).length);
  assert.deepEqual(
    complaints.filter((complaint) => !complaint.includes("404")),
    [],
  );
});

/** @type {[string, (path: string) => { headers?: Record<string, string>, body?: string }][]} */
const hosts = [
  [
    "serves wasm under a wrong type",
    (path) => (path.endsWith(".wasm") ? { headers: { "content-type": "text/plain" } } : {}),
  ],
  [
    "answers HTML for what it does not know",
    (path) => (path.endsWith(".wasm") ? { headers: { "content-type": "text/html" }, body: "<!doctype html>" } : {}),
  ],
  [
    "calls HTML wasm",
    (path) =>
      path.endsWith(".wasm") ? { headers: { "content-type": "application/wasm" }, body: "<!doctype html>" } : {},
  ],
];
for (const [what, change] of hosts) {
  test(`a host that ${what} costs a second file, and the page works`, async (t) => {
    const { result, fetched } = await visit(chrome, await host(t, folder, proxied, change));

    assert.deepEqual(result, ARRIVED);
    assert.equal(inlined(fetched).length, 1);
  });
}

const policy = (/** @type {string} */ scripts) => () => ({
  headers: { "content-security-policy": `default-src 'self'; script-src 'self' 'unsafe-inline' ${scripts}` },
});

test("a Content-Security-Policy with 'wasm-unsafe-eval' is enough", async (t) => {
  const { result } = await visit(chrome, await host(t, folder, proxied, policy("'wasm-unsafe-eval'")));

  assert.deepEqual(result, ARRIVED);
});

test("a Content-Security-Policy without it is one clear error", async (t) => {
  const { result } = await visit(chrome, await host(t, folder, proxied, policy("")));

  assert.deepEqual(result, { failed: "WASM_UNAVAILABLE" });
});

test("a redirect, which a browser hides, is refused and not followed", async (t) => {
  /** @type {(string | undefined)[]} */
  const asked = [];
  const redirecting = await host(t, folder, async (request, response, next) => {
    asked.push(request.url);
    return request.url?.startsWith("/api/") ? response.writeHead(307, { location: "/elsewhere" }).end() : next();
  });
  const { result } = await visit(chrome, redirecting);

  assert.deepEqual(result, { failed: "REDIRECT_REFUSED" });
  assert.ok(asked.some((path) => path?.startsWith("/api/")));
  assert.ok(!asked.includes("/elsewhere"));
});

function scripts(/** @type {string[]} */ fetched) {
  return fetched.filter((path) => path.endsWith(".js"));
}
