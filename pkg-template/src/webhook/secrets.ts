// The secrets that a caller hands over: one, or several while one replaces another.

import { WebhookError } from "./error.js";

/** The secrets as a list, if each is one. An empty secret is one that everybody knows. */
export function secretsOf(secret: string | readonly string[]): readonly string[] {
  const secrets: readonly unknown[] = Array.isArray(secret) ? [...secret] : [secret];
  if (secrets.length > 0 && secrets.every((one) => typeof one === "string" && one.trim() !== "")) {
    return secrets as readonly string[];
  }
  throw new WebhookError(
    "USAGE_ERROR",
    "`secret` has to be the webhook's secret, or a list of them; it is empty or none. Is the variable that holds it set here?",
  );
}
