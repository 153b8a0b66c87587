// Answers a web app's requests on its own origin with the Agent API's answers, adding the key. Decides who may ask for what;
// what is asked is read, checked and built anew by the client, so nothing that a visitor wrote reaches the API as it came.

import type { CallFace } from "./call.js";
import { connect } from "./client.js";
import { ApiError, KonektorError, RateLimitError, UsageError } from "./errors.js";
import type { ErrorCode } from "./generated/models.js";
import { OPERATIONS } from "./generated/operations.js";
import type { KonektorOptions } from "./options.js";
import type { ResponseMeta } from "./outcome.js";
import type { Load, Wasm } from "./wasm.js";

/** An operation of the API, such as `leads.list`. */
export type Operation = keyof typeof OPERATIONS;

/** What a proxy needs to know. */
export interface ProxyOptions extends Pick<KonektorOptions, "apiKey" | "baseUrl" | "fetch" | "timeoutMs"> {
  /** The operations that the web app may use. All others are refused. */
  allow: readonly Operation[];
  /**
   * Whether whoever sent the request may do this: look at your session here. The body is not to be read. A proxy without it would
   * give every visitor the whole workspace.
   */
  authorize: (request: Request, operation: Operation) => boolean | Promise<boolean>;
}

/** Answers a request, as Workers, Next's route handlers and others call it. */
export type ProxyHandler = (request: Request) => Promise<Response>;

// The longest body that the API's limits allow is a third of this, with every character escaped.
const LARGEST_BODY = 128 * 1024;

/**
 * Makes a proxy's handler; the entries say where the binary comes from.
 *
 * @internal
 */
export function proxyWith(wasm: Wasm<CallFace>, load: Load, options: ProxyOptions): ProxyHandler {
  const { allow, authorize } = options ?? {};
  if (!Array.isArray(allow) || !allow.length || !allow.every((name) => Object.hasOwn(OPERATIONS, name))) {
    throw misuse("`allow` has to list the operations that the web app may use, such as `leads.list`.");
  }
  if (typeof authorize !== "function") {
    throw misuse("`authorize` has to be a function that says whether whoever sent a request may do so.");
  }
  // The client in the page repeats and waits; doing both here too would multiply.
  const call = connect(wasm, load, { ...options, maxRetries: 0, pacing: "off" });

  return async (request) => {
    const url = new URL(request.url);
    const route = find(request.method, url.pathname);
    if (!route) return refusal(404, "NOT_FOUND", "There is no such operation.");
    const { operation, id } = route;
    if (!allow.includes(operation)) return refusal(403, "FORBIDDEN", `The proxy does not allow ${operation}.`);
    const writes = request.method !== "GET";
    if (!(writes ? isOwn(request, url) : !isForeign(request, url))) {
      return refusal(403, "FORBIDDEN", "The request comes from another site.");
    }
    if (writes && !/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) {
      return refusal(415, "UNSUPPORTED_MEDIA_TYPE", "The body has to be application/json.");
    }
    if ((await authorize(request, operation)) !== true) {
      return refusal(403, "FORBIDDEN", "You may not do this.");
    }

    let input: unknown;
    if (writes) {
      if (Number(request.headers.get("content-length")) > LARGEST_BODY) return tooLarge();
      const body = new Uint8Array(await request.arrayBuffer());
      if (body.length > LARGEST_BODY) return tooLarge();
      input = body;
    } else if (url.search) {
      input = query(url.searchParams, OPERATIONS[operation].numbers);
    }
    try {
      const { body, ...meta } = await call({
        operation,
        input,
        signal: request.signal,
        ...(id !== undefined && { id }),
      });
      return answer(body, meta, operation === "skill" ? "text/markdown; charset=utf-8" : "application/json");
    } catch (error) {
      if (!(error instanceof KonektorError)) throw error;
      return failed(error);
    }
  };
}

/** The operation that a request asks for. What comes before the API's own path is where the proxy is mounted. */
function find(method: string, pathname: string): { operation: Operation; id?: string } | undefined {
  for (const operation of Object.keys(OPERATIONS) as Operation[]) {
    const { method: wanted, path } = OPERATIONS[operation];
    const [before = "", after] = path.split(":id");
    const at = pathname.indexOf(before);
    const rest = pathname.slice(at + before.length);
    if (method !== wanted || at < 0) continue;
    if (after === undefined ? rest === "" : /^[\w.~-]+$/.test(rest)) {
      return after === undefined ? { operation } : { operation, id: rest };
    }
  }
  return undefined;
}

/** Whether a page of the proxy's own origin sent it, by its browser's word. */
function isOwn({ headers }: Request, { origin }: URL): boolean {
  return headers.get("sec-fetch-site") === "same-origin" || headers.get("origin") === origin;
}

/** Whether a page of another site sent it. A page that people open by hand or a program has no site. */
function isForeign(request: Request, url: URL): boolean {
  const site = request.headers.get("sec-fetch-site");
  return site ? site === "cross-site" : request.headers.has("origin") && !isOwn(request, url);
}

function query(parameters: URLSearchParams, numbers: readonly string[]): Record<string, string | number> {
  const number = (name: string, text: string) => numbers.includes(name) && /^\d+$/.test(text);
  return Object.fromEntries([...parameters].map(([name, text]) => [name, number(name, text) ? Number(text) : text]));
}

function answer(body: BodyInit, { status, requestId, rateLimit }: ResponseMeta, type: string): Response {
  const headers = new Headers({
    "cache-control": "no-store",
    "content-type": type,
    "x-content-type-options": "nosniff",
  });
  if (requestId) headers.set("x-request-id", requestId);
  for (const [name, value] of Object.entries(rateLimit ?? {})) headers.set(`x-ratelimit-${name}`, String(value));
  return new Response(body, { status, headers });
}

/** A failure in the API's envelope, so that the client in the page throws the same error as one with a key would. */
function failed(error: KonektorError): Response {
  const { details, status } = error instanceof ApiError ? error : {};
  const response = refusal(status ?? STATUS[error.name] ?? 502, error.code, error.message, details, error);
  if (error instanceof RateLimitError && error.retryAfter !== undefined) {
    response.headers.set("retry-after", String(Math.ceil(error.retryAfter)));
  }
  return response;
}

/** The status of errors that the API did not answer; without a line, the API is what failed. */
const STATUS: Record<string, number> = {
  ValidationError: 400,
  UsageError: 400,
  RateLimitError: 429,
  TimeoutError: 504,
};

function refusal(
  status: number,
  code: ErrorCode,
  message: string,
  details?: object,
  meta?: Partial<ResponseMeta>,
): Response {
  const body = JSON.stringify({ success: false, error: { code, message, details: details ?? null } });
  return answer(body, { ...meta, status }, "application/json");
}

function tooLarge(): Response {
  return refusal(413, "PAYLOAD_TOO_LARGE", "The body is too large.");
}

function misuse(message: string): UsageError {
  return new UsageError({ code: "USAGE_ERROR", message });
}
