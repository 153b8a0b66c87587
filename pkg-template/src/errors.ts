// The errors a caller can meet: one class for each thing that a caller does differently. Rust decides code and message; here they
// become classes. `name` and `code` are literals, so that minifying and a second copy of the package change neither.

import type { ErrorInfo } from "../wasm/client/konektor.js";
import type { ErrorCode } from "./generated/models.js";
import type { RateLimit } from "./outcome.js";

/**
 * What an error is made of: what Rust says of a failure, or less where nothing was asked of Rust yet.
 *
 * @internal
 */
export type ErrorDetails = Pick<ErrorInfo, "message"> & { code: ErrorCode } & Partial<
    Omit<ErrorInfo, "kind" | "phase">
  > & { phase?: ErrorInfo["phase"] | "load"; externalRef?: string; uniqueCode?: string };

const BRAND = /* @__PURE__ */ Symbol.for("konektor.error");

/** The parent of all errors that this package throws. */
export class KonektorError extends Error {
  override readonly name: string = "KonektorError";
  /** A stable code. The API's own, such as `NOT_FOUND`, or one of ours, such as `TIMEOUT`. */
  declare readonly code: ErrorCode;
  /** The API's identifier of the request (`X-Request-Id`), for its support. */
  declare readonly requestId?: string;
  /** The rate limit as of the answer. */
  declare readonly rateLimit?: RateLimit;
  /** How many requests were sent. */
  declare readonly attempts?: number;
  /** Whether the server may have carried out what was asked all the same, so that asking again could do it twice. */
  declare readonly outcomeUnknown?: boolean;

  /** @internal */
  constructor({ message, ...details }: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, details);
  }

  /** @internal */
  get [BRAND](): true {
    return true;
  }
}

/** The API answered with an error, or the request is one that it would refuse. */
export class ApiError extends KonektorError {
  override readonly name: string = "ApiError";
  /** HTTP status of the answer; absent when the request was refused before it was sent. */
  declare readonly status?: number;
  /** Messages by field name. */
  declare readonly details?: Readonly<Record<string, string>>;
  /** The beginning of an answer that was not the API's: at most 200 printable characters. */
  declare readonly excerpt?: string;
}

/** 401: the API key is missing, wrong, expired or revoked; in a page behind `konektor/proxy`, nobody is signed in. */
export class AuthenticationError extends ApiError {
  override readonly name = "AuthenticationError";
}

/** 403: the key lacks the scope, or the plan has no Agent API. */
export class PermissionDeniedError extends ApiError {
  override readonly name = "PermissionDeniedError";
}

/** Something in the request is wrong; `details` says what, by field. Mostly found before anything is sent. */
export class ValidationError extends ApiError {
  override readonly name = "ValidationError";
}

/** 404: there is no such lead, or it was deleted. */
export class NotFoundError extends ApiError {
  override readonly name = "NotFoundError";
}

/** 429, or a rate limit that is known to last longer than the call may. */
export class RateLimitError extends ApiError {
  override readonly name = "RateLimitError";
  /** Seconds until another try makes sense. */
  declare readonly retryAfter?: number;
}

/** 5xx: the API, or something before it, failed. */
export class InternalServerError extends ApiError {
  override readonly name = "InternalServerError";
}

/** No whole answer arrived: the network, DNS, TLS, a cut connection, or a redirect, which is never followed. */
export class ConnectionError extends KonektorError {
  override readonly name = "ConnectionError";
  /** HTTP status of the answer, where its head had come. */
  declare readonly status?: number;
}

/** The call's `timeoutMs` ran out. */
export class TimeoutError extends KonektorError {
  override readonly name = "TimeoutError";
  /** HTTP status of the answer, where its head had come. */
  declare readonly status?: number;
  /** What was being waited for: `pacing` (the rate limit's next window), `connect`, `body`, `backoff` or `load`. */
  declare readonly phase?: string;
}

/** The caller's signal ended the call. `cause` is the signal's reason. */
export class AbortError extends KonektorError {
  override readonly name = "AbortError";
}

/** The answer has not the documented shape. */
export class ResponseShapeError extends KonektorError {
  override readonly name = "ResponseShapeError";
  /** HTTP status of the answer. */
  declare readonly status?: number;
  /** Where in the answer the wrong value stands, such as `data[3].email`. */
  declare readonly path?: string;
  /** The beginning of the answer: at most 200 printable characters. */
  declare readonly excerpt?: string;
}

/**
 * A lead was sent with `once`, and neither an answer nor a look-up says whether it was created. Create it again after a minute with
 * this `externalRef` and this `uniqueCode`: the lead that is there by then is found. `cause` is why the outcome is unknown.
 */
export class OutcomeUnknownError extends KonektorError {
  override readonly name = "OutcomeUnknownError";
  /** The reference that the lead was sent with: yours, or one made for this call. */
  declare readonly externalRef: string;
  /** The code that the lead was sent with: yours, or one derived from `externalRef`. */
  declare readonly uniqueCode: string;
}

/** The SDK is used in a way that cannot work; nothing was sent. */
export class UsageError extends KonektorError {
  override readonly name = "UsageError";
}

/**
 * Whether something that was caught is one of this package's errors, from whichever copy of the package.
 *
 * @param error - What was caught.
 */
export function isKonektorError(error: unknown): error is KonektorError {
  return typeof error === "object" && error !== null && BRAND in error;
}
