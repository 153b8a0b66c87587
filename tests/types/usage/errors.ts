// What is caught.

import {
  AbortError,
  ApiError,
  AuthenticationError,
  ConnectionError,
  type ErrorCode,
  InternalServerError,
  isKonektorError,
  KonektorError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionDeniedError,
  RateLimitError,
  ResponseShapeError,
  TimeoutError,
  UsageError,
  ValidationError,
} from "konektor";
import { same } from "./same.js";

export function classes(error: unknown): string | undefined {
  if (error instanceof RateLimitError) same<typeof error.retryAfter, number | undefined>();
  if (error instanceof TimeoutError) same<typeof error.phase, string | undefined>();
  if (error instanceof ResponseShapeError) return error.path;
  if (error instanceof ValidationError) return error.details?.firstName;
  if (error instanceof NotFoundError || error instanceof AuthenticationError)
    same<typeof error.status, number | undefined>();
  if (error instanceof OutcomeUnknownError) return error.externalRef + error.uniqueCode;
  if (error instanceof ApiError) return error.excerpt;
  if (error instanceof KonektorError) return error.message;
  return undefined;
}

export function brand(error: unknown): string | undefined {
  if (!isKonektorError(error)) return undefined;
  same<typeof error, KonektorError>();
  same<typeof error.code, ErrorCode>();
  // What is read is open.
  switch (error.code) {
    case "WASM_UNAVAILABLE":
    case "A_CODE_OF_NEXT_YEAR":
      return error.message;
  }
  // @ts-expect-error: only some errors have details; the class says which
  error.details;
  // @ts-expect-error: a code is not to be changed
  error.code = "NOT_FOUND";
  return error.requestId;
}

// All are errors of ours, and errors.
export const all: (typeof KonektorError)[] = [
  AbortError,
  ConnectionError,
  InternalServerError,
  PermissionDeniedError,
  UsageError,
];
export const ours: Error = new Error("", { cause: all });
