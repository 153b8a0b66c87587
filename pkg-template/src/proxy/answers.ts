// What the proxy answers: the API's bodies, and everything else in the API's envelope, so that the client in the page throws
// the same errors as one with a key would.

import { ApiError, type KonektorError } from "../errors.js";
import type { ErrorCode } from "../generated/models.js";
import type { ResponseMeta } from "../outcome.js";

/** An answer, before it is a `Response`. */
export interface ProxyAnswer {
  readonly status: number;
  readonly body: Uint8Array<ArrayBuffer> | string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** What is behind it, for the server's own ears. */
  readonly error?: unknown;
}

/** What the API answered. */
export function passedOn(body: Uint8Array<ArrayBuffer>, meta: ResponseMeta, type: string): ProxyAnswer {
  return { status: meta.status, body, headers: { "content-type": type, ...told(meta) } };
}

/** An error in the API's envelope. */
export function refusal(
  status: number,
  code: ErrorCode,
  message: string,
  { details = null, headers = {} }: { details?: object | null; headers?: Record<string, string> } = {},
): ProxyAnswer {
  const body = JSON.stringify({ success: false, error: { code, message, details } });
  return { status, body, headers: { "content-type": "application/json", ...headers } };
}

/** What a call to the API failed with. */
export function failed(error: KonektorError): ProxyAnswer {
  const { details, status } = error instanceof ApiError ? error : {};
  const { retryAfter } = error as { retryAfter?: number };
  const headers = {
    ...told(error),
    ...(retryAfter !== undefined && { "retry-after": String(Math.ceil(retryAfter)) }),
  };
  const answer =
    status === 401
      ? // To a page, 401 means that its visitor has to sign in. That would not help here.
        refusal(502, "INTERNAL_ERROR", "The API does not accept this server's key.", { headers })
      : refusal(status ?? STATUS[error.name] ?? 500, error.code, error.message, { details: details ?? null, headers });
  return { ...answer, error };
}

/** The status of errors that the API did not answer. */
const STATUS: Record<string, number> = {
  ValidationError: 400,
  UsageError: 400,
  ConnectionError: 502,
  ResponseShapeError: 502,
  TimeoutError: 504,
  // Nobody is there to read it; servers' logs know it as “client closed request”.
  AbortError: 499,
};

/** What an answer's headers say, in the API's own headers. */
function told({ requestId, rateLimit }: Partial<ResponseMeta>): Record<string, string> {
  const limits = Object.entries(rateLimit ?? {}).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
  return { ...(requestId && { "x-request-id": requestId }), ...Object.fromEntries(limits) };
}

/** The one way out: kept by nobody, and without the key, should the API have quoted it or a lead's notes hold it. */
export function respond({ status, body, headers }: ProxyAnswer, apiKey: string | undefined): Response {
  const without = (text: string) => (apiKey ? text.replaceAll(apiKey, "[redacted]") : text);
  const text = typeof body === "string" ? body : new TextDecoder().decode(body ?? undefined);
  const clean = without(text);
  return new Response(body === null || clean === text ? body : clean, {
    status,
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, without(value)])),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
