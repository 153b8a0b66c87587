// Makes an error of what Rust says of a failure: one class for each kind.

import type { ErrorInfo } from "../wasm/client/konektor.js";
import {
  AbortError,
  ApiError,
  AuthenticationError,
  ConnectionError,
  InternalServerError,
  KonektorError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ResponseShapeError,
  TimeoutError,
  UsageError,
  ValidationError,
} from "./errors.js";

const CLASSES: Record<ErrorInfo["kind"], typeof KonektorError> = {
  usage: UsageError,
  validation: ValidationError,
  authentication: AuthenticationError,
  permissionDenied: PermissionDeniedError,
  notFound: NotFoundError,
  rateLimit: RateLimitError,
  server: InternalServerError,
  api: ApiError,
  connection: ConnectionError,
  timeout: TimeoutError,
  aborted: AbortError,
  responseShape: ResponseShapeError,
};

/**
 * The error to throw. `cause` is what `fetch` threw, or the reason of the caller's signal; one that holds the key is left out,
 * as runtimes quote headers that they refuse.
 */
export function failure({ kind, ...details }: ErrorInfo, cause: unknown, apiKey: string | undefined): KonektorError {
  const Class = CLASSES[kind] ?? KonektorError;
  return new Class(details, apiKey && says(cause, apiKey) ? undefined : cause);
}

function says(cause: unknown, secret: string): boolean {
  return cause instanceof Error
    ? `${cause.message}${cause.stack}`.includes(secret) || says(cause.cause, secret)
    : String(cause).includes(secret);
}
