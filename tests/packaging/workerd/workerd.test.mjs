// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, startSandbox } from "../../package/servers.mjs";
import { ARRIVED } from "../consumer.mjs";
import { startWorker } from "./worker.mjs";

const WORKER = `
import { proxy } from "konektor/proxy";
import { journey } from "./journey.mjs";

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname.startsWith("/api/konektor/")) {
      return proxy({ apiKey: env.KONEKTOR_API_KEY, baseUrl: env.KONEKTOR_BASE_URL, allow: ["leads.list"], authorize: () => true })(request);
    }
    let userAgent;
    const recording = (url, init) => {
      userAgent = new Headers(init.headers).get("user-agent");
      return fetch(url, init);
    };
    const result = await journey({ apiKey: env.KONEKTOR_API_KEY, baseUrl: env.KONEKTOR_BASE_URL, fetch: recording });
    return Response.json({ ...result, userAgent });
  },
};
`;

test("a Worker that wrangler bundles without configuration runs in workerd", async (t) => {
  const sandbox = await startSandbox(t);
  const bindings = { KONEKTOR_API_KEY: KEY, KONEKTOR_BASE_URL: sandbox.url };
  const url = await startWorker(t, { "worker.mjs": WORKER }, bindings);

  // Requests that start together share one instance, though what belongs to one request may not be touched by another.
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await fetch(url)).json()));
  for (const { userAgent, ...result } of answers) {
    assert.deepEqual(result, ARRIVED);
    assert.match(userAgent, /^konektor\/\d+\.\d+\.\d+ \(workerd\)$/);
  }
  const page = await (await fetch(new URL("/api/konektor/api/v2/agent/leads?limit=2", url))).json();
  assert.equal(page.data.length, 2);
});
