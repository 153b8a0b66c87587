// Finds a header, in whichever way a runtime hands headers over. One that is there twice is refused: whoever stands in between
// could have added it, and frameworks differ in which of the two they show.

import { WebhookError } from "./error.js";

/**
 * The headers of a request: a `Headers`, anything with a `get` like its own, or a plain record as Node has it, whose names may
 * be written in any case.
 */
export type WebhookHeaders =
  | { get(name: string): string | null | undefined }
  | { readonly [name: string]: string | readonly string[] | undefined };

/** The one value of a header. `name` is in lower case. */
export function header(headers: WebhookHeaders, name: string): string {
  if (typeof headers !== "object" || headers === null) {
    throw new WebhookError("USAGE_ERROR", "`headers` has to be the request's headers.");
  }
  let found: unknown[];
  try {
    found = values(headers, name).filter((value) => value !== undefined && value !== null);
  } catch {
    throw new WebhookError("WEBHOOK_HEADER_INVALID", `The header ${name} cannot be read.`);
  }
  const [value] = found;
  if (value === undefined) {
    throw new WebhookError(
      "WEBHOOK_HEADER_MISSING",
      `The header ${name} is missing. If the request is Konektor's, something on its way has removed it.`,
    );
  }
  if (found.length > 1) throw new WebhookError("WEBHOOK_HEADER_INVALID", `The header ${name} is there more than once.`);
  if (typeof value !== "string") throw new WebhookError("WEBHOOK_HEADER_INVALID", `The header ${name} is not text.`);
  return value.trim();
}

function values(headers: WebhookHeaders, name: string): unknown[] {
  if (typeof headers.get === "function") return [headers.get(name)];
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value);
}
