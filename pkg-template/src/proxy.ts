// Answers a web app's requests on its own origin with the Agent API's answers, adding the key. Decides who may ask for what;
// what is asked is read, checked and built anew by the client, so nothing that a visitor wrote reaches the API as it came.

import type { CallFace } from "./call.js";
import { connect } from "./client.js";
import { KonektorError, UsageError } from "./errors.js";
import { OPERATIONS } from "./generated/operations.js";
import type { KonektorOptions } from "./options.js";
import { failed, type ProxyAnswer, passedOn, refusal, respond } from "./proxy/answers.js";
import { isNoPage, isOwnPage } from "./proxy/origin.js";
import { type Operation, place, queryAsJson } from "./proxy/route.js";
import { readAtMost } from "./read-at-most.js";
import { environmentKey } from "./runtime.js";
import type { Load, Wasm } from "./wasm.js";

export type { Operation } from "./proxy/route.js";

/** What a proxy needs to know. */
export interface ProxyOptions extends Pick<KonektorOptions, "apiKey" | "baseUrl" | "fetch" | "timeoutMs"> {
  /** The operations that the web app may use. All others are refused with 403. */
  allow: readonly Operation[];
  /**
   * Whether whoever sent the request may do this: look at your session here. `"unauthenticated"` says that nobody is signed in (401,
   * `UNAUTHORIZED`), `false` that whoever is may not do this (403, `FORBIDDEN`); only `true` lets it pass. The body is not to be read.
   * A proxy without it would give every visitor the whole workspace.
   */
  authorize: (
    request: Request,
    operation: Operation,
  ) => boolean | "unauthenticated" | Promise<boolean | "unauthenticated">;
  /**
   * Told what is behind each answer of 500 and above: what `authorize` threw, of which the answer says nothing, or what the API failed
   * with. What it throws itself, the handler throws. Default: `console.error`.
   */
  onError?: ((error: unknown, request: Request) => void) | undefined;
}

/**
 * Answers a request, as Workers, Next's route handlers and others call it. It may be mounted at any path: what stands before the API's own
 * path is not looked at. Node's http server has other requests and answers; `examples/web-app/node-adapter.mjs` turns them.
 */
export type ProxyHandler = (request: Request) => Promise<Response>;

// The longest body that the API's limits allow is a third of this, with every character escaped.
const LARGEST_BODY = 128 * 1024;

/**
 * Makes a proxy's handler; the entries say where the binary comes from.
 *
 * @internal
 */
export function proxyWith(wasm: Wasm<CallFace>, load: Load, options: ProxyOptions): ProxyHandler {
  const { allow, authorize, onError = report, apiKey = environmentKey(), ...rest } = options ?? {};
  if (!Array.isArray(allow) || !allow.length || !allow.every((name) => Object.hasOwn(OPERATIONS, name))) {
    throw misuse("`allow` has to list the operations that the web app may use, such as `leads.list`.");
  }
  if (typeof authorize !== "function") {
    throw misuse("`authorize` has to be a function that says whether whoever sent a request may do so.");
  }
  // The client in the page repeats and waits; doing both here too would multiply.
  const call = connect(wasm, load, { ...rest, apiKey, maxRetries: 0, pacing: "off" });

  return async (request) => {
    const answer = await serve(request).catch((error: unknown) => ({
      ...refusal(500, "INTERNAL_ERROR", "The web app's server failed; its log says why."),
      error,
    }));
    // What breaks because the visitor has left is nobody's failure.
    if (answer.status >= 500 && !request.signal.aborted) onError(answer.error, request);
    return respond(answer, apiKey);
  };

  async function serve(request: Request): Promise<ProxyAnswer> {
    const { method } = request;
    const url = new URL(request.url);
    const found = place(url.pathname);
    if (!found) return refusal(404, "NOT_FOUND", "There is no such operation.");
    const operation = found.operations.find((operation) => OPERATIONS[operation].method === method);
    if (!operation) {
      const allowed = found.operations.filter((operation) => allow.includes(operation));
      const headers = { allow: allowed.map((operation) => OPERATIONS[operation].method).join(", ") };
      // A preflight gets no leave from this: the proxy answers its own origin only.
      if (method === "OPTIONS") return { status: 204, body: null, headers };
      return refusal(405, "METHOD_NOT_ALLOWED", `There is no ${method} here.`, { headers });
    }
    if (!allow.includes(operation)) return refusal(403, "FORBIDDEN", `The proxy does not allow ${operation}.`);

    const writes = method !== "GET";
    if (!isOwnPage(request, url.origin) && (writes || !isNoPage(request))) {
      return refusal(403, "FORBIDDEN", "The request does not come from a page of this origin.");
    }
    if (writes && !/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
      return refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The body has to be application/json.");
    }
    const verdict = await authorize(request, operation);
    if (verdict === "unauthenticated") return refusal(401, "UNAUTHORIZED", "Nobody is signed in.");
    if (verdict !== true) return refusal(403, "FORBIDDEN", "You may not do this.");
    return forward(request, url, operation, found.id);
  }

  /** Lets the client ask the API. */
  async function forward(request: Request, url: URL, operation: Operation, id?: string): Promise<ProxyAnswer> {
    const { method, numbers, query } = OPERATIONS[operation];
    if (!apiKey && operation !== "skill") throw misuse("The proxy needs a key: pass `apiKey` or set KONEKTOR_API_KEY.");
    let input: Uint8Array | undefined;
    if (method !== "GET") {
      if (request.bodyUsed) throw misuse("`authorize` read the request's body, which is needed afterwards.");
      input = await readAtMost(request, LARGEST_BODY);
      if (!input) return refusal(413, "PAYLOAD_TOO_LARGE", `The body has at most ${LARGEST_BODY} bytes.`);
    }
    if (url.search) {
      if (!query) return refusal(400, "VALIDATION_ERROR", `${operation} has no query.`);
      input = queryAsJson(url.searchParams, numbers);
    }
    try {
      const { body, ...meta } = await call({
        operation,
        input,
        signal: request.signal,
        ...(id !== undefined && { id }),
      });
      return passedOn(body, meta, operation === "skill" ? "text/markdown; charset=utf-8" : "application/json");
    } catch (error) {
      if (!(error instanceof KonektorError)) throw error;
      return failed(error);
    }
  }
}

/** The error alone: the request holds the visitor's cookies. */
function report(error: unknown): void {
  console.error(error);
}

function misuse(message: string): UsageError {
  return new UsageError({ code: "USAGE_ERROR", message });
}
