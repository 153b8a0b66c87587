// @ts-check
// An API that trips over certain leads: everything goes on to the sandbox, but for requests about a lead that a test has plans for.
// The sandbox's own faults hit whichever request comes next; a poisoned row is always the same one.

import { request as ask, createServer } from "node:http";

/**
 * What becomes of a request about a lead: an answer instead of the sandbox's, or a cut after the sandbox has carried it out.
 *
 * @typedef {{ status: number, code: string, details?: object } | "cut" | undefined} Plan
 */

/**
 * Starts it.
 *
 * @param {import("node:test").TestContext} t @param {string} sandbox
 * @param {Record<string, { create?: Plan, list?: Plan }>} plans by the first name of the lead, or for
 *   `Everybody`; may be changed at any time
 * @returns {Promise<string>} its address
 */
export async function trippingApi(t, sandbox, plans) {
  /** @type {Map<string, string>} */
  const names = new Map();
  const server = createServer(async (incoming, answer) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(incoming.url ?? "/", sandbox);
    const plan = incoming.method === "POST" ? planned(body).create : looked(url).list;
    if (typeof plan === "object") {
      const { status, code, details } = plan;
      answer.writeHead(status, { "content-type": "application/json" });
      answer.end(
        JSON.stringify({ success: false, error: { code, message: "As planned", ...(details && { details }) } }),
      );
      return;
    }
    const headers = { ...incoming.headers, host: url.host };
    const outgoing = ask(url, { method: incoming.method, headers }, (real) => {
      if (plan === "cut") {
        real.resume().once("end", () => answer.destroy());
        return;
      }
      answer.writeHead(real.statusCode ?? 502, real.headers);
      real.pipe(answer);
    });
    outgoing.once("error", () => answer.destroy());
    outgoing.end(body);
  });

  function planned(/** @type {Buffer} */ body) {
    const { firstName, uniqueCode } = JSON.parse(body.toString());
    names.set(uniqueCode, firstName);
    return plans.Everybody ?? plans[firstName] ?? {};
  }

  function looked(/** @type {URL} */ url) {
    return plans.Everybody ?? plans[names.get(url.searchParams.get("search") ?? "") ?? ""] ?? {};
  }

  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}`;
}
