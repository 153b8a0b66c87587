// How the edge answers a program: the API's own envelope, of success and of error.

import type { ErrorCode } from "../generated/models.js";

/** A request that is not served, and why. */
export class Refused extends Error {
  override readonly name = "Refused";

  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The envelope's code. */
    readonly code: ErrorCode,
    message: string,
    /** Messages by field. */
    readonly details: Readonly<Record<string, string>> | null = null,
    /** Seconds until another try makes sense. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

const HEADERS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** An answer with data. */
export function succeeded(status: number, data: unknown): Response {
  return Response.json({ success: true, data }, { status, headers: HEADERS });
}

/** An answer without. */
export function failed({ status, code, message, details, retryAfter }: Refused): Response {
  const response = Response.json({ success: false, error: { code, message, details } }, { status, headers: HEADERS });
  if (retryAfter !== undefined) response.headers.set("retry-after", String(retryAfter));
  return response;
}
