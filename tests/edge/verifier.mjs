// @ts-check
// Stands in for Cloudflare's verifier: on loopback, with answers on demand, and a memory of what it was asked.

import { once } from "node:events";
import { createServer } from "node:http";
import { PAGE } from "./parts.mjs";

/** @typedef {{ secret: string, response: string, idempotency_key: string }} Question */
/** @typedef {{ status?: number, json?: unknown, text?: string, headers?: Record<string, string>, silent?: boolean }} VerifierAnswer */

/** What a solved challenge is answered with. */
export const solved = (/** @type {object} */ change = {}) => ({
  json: { success: true, "error-codes": [], hostname: new URL(PAGE).hostname, ...change },
});

/** What the verifier says of a token that is no good. */
export const refused = (/** @type {string[]} */ ...codes) => ({ json: { success: false, "error-codes": codes } });

/** Starts it. `answer` may be changed at any time; what it was asked is in `asked`. */
export async function startVerifier(/** @type {import("node:test").TestContext} */ t) {
  const verifier = {
    address: "",
    /** @type {(question: Question) => VerifierAnswer} */
    answer: () => solved(),
    /** @type {Question[]} */
    asked: [],
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const question = JSON.parse(body);
    verifier.asked.push(question);
    const { status = 200, json, text, headers, silent } = verifier.answer(question);
    if (silent) return;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(text ?? JSON.stringify(json));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  verifier.address = `http://127.0.0.1:${port}/siteverify`;
  return verifier;
}
