// What is thrown when a webhook is refused. No message holds the secret, a signature or anything of the body.

import { KonektorError } from "../errors.js";
import type { WebhookErrorCode } from "../generated/models.js";

/**
 * A webhook that was refused: answer it with a status of 400 and do nothing. `code` says why.
 *
 * | `code` | what happened |
 * |---|---|
 * | `WEBHOOK_HEADER_MISSING` | There is no `X-Konektor-Signature` or no `X-Konektor-Event`: probably not Konektor's request. |
 * | `WEBHOOK_HEADER_INVALID` | One of them is there twice or cannot be read. |
 * | `WEBHOOK_OUTSIDE_TOLERANCE` | It was signed longer ago than `toleranceSeconds`, or as far in the future. |
 * | `WEBHOOK_SIGNATURE_MISMATCH` | No signature was made with a secret of yours over these bytes. |
 * | `WEBHOOK_BODY_INVALID` | The signature is right, and the body is not what the event documents. |
 * | `USAGE_ERROR` | The call cannot work: no secret, a body that was parsed already, a wrong option. |
 *
 * @example
 * ```ts
 * import { signTestPayload, verify, WebhookError } from "konektor/webhook";
 *
 * const secret = "whsec_test";
 * const { body, headers } = await signTestPayload({ event: "lead.created", body: { lead: { id: "lead_1" } }, secret });
 * const refused = await verify(`${body} `, headers, secret).catch((error: unknown) => error);
 * if (refused instanceof WebhookError) console.log(refused.code); // WEBHOOK_SIGNATURE_MISMATCH
 * ```
 */
export class WebhookError extends KonektorError {
  override readonly name = "WebhookError";
  declare readonly code: WebhookErrorCode;

  /** @internal */
  constructor(code: WebhookErrorCode, message: string) {
    super({ code, message });
  }
}
