// Makes what Konektor would send, for the tests of those who receive it.

import type { WebhookEventName } from "../generated/models.js";
import { WebhookError } from "./error.js";
import { secretsOf } from "./secrets.js";
import { EVENT, SIGNATURE, writeSignature } from "./signature.js";

/** A webhook to make. */
export interface TestPayload {
  /** The event's name. */
  event: WebhookEventName;
  /** The body: text as it is, anything else as JSON. */
  body: unknown;
  /** The secret to sign with; several make a signature each, as during a rotation. */
  secret: string | readonly string[];
  /** When it is signed, in whole Unix seconds. Default: now. */
  timestamp?: number | undefined;
}

/** A webhook that was made: what to send. */
export interface SignedPayload {
  /** The body. */
  body: string;
  /** The headers, their names in lower case. */
  headers: Record<"content-type" | "user-agent" | "x-konektor-event" | "x-konektor-signature", string>;
}

/**
 * Signs a webhook as Konektor does, for tests of your own.
 *
 * @example
 * ```ts
 * import { signTestPayload, verify } from "konektor/webhook";
 *
 * const secret = "whsec_test";
 * const lead = { id: "lead_1", firstName: "Andi", status: "won" };
 * const { body, headers } = await signTestPayload({ event: "lead.updated", body: { lead, newStatus: "won" }, secret });
 *
 * const event = await verify(body, headers, secret);
 * console.log(event.type); // lead.updated
 * ```
 */
export async function signTestPayload({ event, body, secret, timestamp }: TestPayload): Promise<SignedPayload> {
  const secrets = secretsOf(secret);
  const time = String(timestamp ?? Math.floor(Date.now() / 1000));
  if (!/^\d{1,12}$/.test(time)) {
    throw new WebhookError(
      "USAGE_ERROR",
      "`timestamp` has to be in whole Unix seconds; `Date.now()` is in milliseconds.",
    );
  }
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (text === undefined) throw new WebhookError("USAGE_ERROR", "`body` has to be something that JSON can hold.");
  return {
    body: text,
    headers: {
      "content-type": "application/json",
      "user-agent": "Konektor-Webhook/1.0",
      [EVENT]: event,
      [SIGNATURE]: await writeSignature(time, new TextEncoder().encode(text), secrets),
    },
  };
}
