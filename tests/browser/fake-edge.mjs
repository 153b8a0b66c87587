// @ts-check
// An edge whose answers a test decides: it speaks the wire of the real one, keeps what it was sent, and stores nothing.

import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {{ status: number, body?: unknown, retryAfter?: number | string }} Whole an answer that comes */
/** @typedef {Whole | "cut" | "hold"} Answer */

/** The code on every receipt of this edge. */
export const CODE = "KNK-abc123-0123456789";
export const RECEIVED = { status: 202, body: { success: true, data: { id: "", uniqueCode: CODE } } };

/** A receipt that leads the visitor on. @param {unknown} next @returns {Whole} */
export function receivedThen(next) {
  return { status: 202, body: { success: true, data: { id: "", uniqueCode: CODE, next } } };
}

/**
 * An error as the edge answers it. With those that may pass it asks for a minute: until then the widget tries nothing by itself.
 *
 * @param {number} status @param {string} code @param {object | null} details @returns {Answer}
 */
export function refusal(status, code, details = null) {
  const body = { success: false, error: { code, message: code, details } };
  return { status, body, ...((status === 429 || status === 503) && { retryAfter: 60 }) };
}

export class FakeEdge {
  /** What came to the submissions' address, parsed where it was JSON. @type {any[]} */
  submissions = [];
  /** How often the form's token was asked for. */
  tokens = 0;
  /** What submissions are answered from now on. @type {Answer} */
  answer = RECEIVED;
  /** Answers that come before that, one each. @type {Answer[]} */
  first = [];
  /** Answers the held submissions. @type {((answer?: Whole) => void)[]} */
  held = [];

  #server = createServer(async (request, response) => {
    const { method, url = "", headers } = request;
    let text = "";
    for await (const chunk of request) text += chunk;
    response.setHeader("access-control-allow-origin", headers.origin ?? "null");
    response.setHeader("vary", "Origin");
    if (method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", "content-type");
      response.setHeader("access-control-allow-methods", "GET, POST");
      response.writeHead(204).end();
      return;
    }
    if (method === "GET" && url === "/v1/forms/promo") {
      this.tokens += 1;
      json(response, 200, { success: true, data: { formToken: "token-of-the-form" } });
      return;
    }
    if (method !== "POST" || url !== "/v1/forms/promo/submissions") {
      json(response, 404, { success: false, error: { code: "NOT_FOUND", message: "No such form", details: null } });
      return;
    }
    if (headers["content-type"] === "application/x-www-form-urlencoded") {
      this.submissions.push(Object.fromEntries(new URLSearchParams(text)));
      response.writeHead(202, { "content-type": "text/html; charset=utf-8" });
      response.end(`<!doctype html><title>Diterima</title><p>Kode Anda: ${CODE}`);
      return;
    }
    this.submissions.push(JSON.parse(text));
    let answer = this.first.shift() ?? this.answer;
    if (answer === "cut") {
      request.socket.destroy();
      return;
    }
    if (answer === "hold") {
      answer = /** @type {Whole} */ (
        await new Promise((release) => {
          this.held.push((whole = RECEIVED) => release(whole));
          this.#server.emit("held");
        })
      );
    }
    if (answer.retryAfter !== undefined) response.setHeader("retry-after", answer.retryAfter);
    response.setHeader("access-control-expose-headers", "retry-after");
    json(response, answer.status, answer.body);
  });

  /** Starts it on loopback; answers its address. */
  async start() {
    await new Promise((done) => this.#server.listen(0, "127.0.0.1", () => done(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `http://127.0.0.1:${port}`;
  }

  /**
   * Lets a submission that is held go on, as soon as it is there.
   *
   * @param {number} nth
   * @param {Whole} answer what it is answered
   */
  async release(nth = 0, answer = RECEIVED) {
    while (!this.held[nth]) await once(this.#server, "held");
    this.held[nth]?.(answer);
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** @param {import("node:http").ServerResponse} response @param {number} status @param {unknown} body */
function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? {}));
}
