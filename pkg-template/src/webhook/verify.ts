// Decides whether a request is a webhook of Konektor's, made just now, and answers the event that it brings. Needs WebCrypto and
// nothing else: no binary, no client.

import type { Lead, WebhookBodies } from "../generated/models.js";
import { WebhookError } from "./error.js";
import type { WebhookEvent } from "./event.js";
import { header, type WebhookHeaders } from "./headers.js";
import { secretsOf } from "./secrets.js";
import { EVENT, isSigned, readSignature, SIGNATURE, whatIsSigned } from "./signature.js";

/** The events whose bodies are documented. */
const KNOWN: Record<keyof WebhookBodies, true> = { "lead.created": true, "lead.updated": true };

/** What can be decided for a verification. */
export interface VerifyOptions {
  /** How old a signature may be, and how far in the future, in seconds. Default: 300, as Konektor documents it. */
  toleranceSeconds?: number | undefined;
  /** The time to compare with, in Unix seconds; for tests. Default: now. */
  now?: number | undefined;
}

/**
 * Verifies a webhook and answers its event. Whatever is not right is a `WebhookError`; nothing else is thrown.
 *
 * The **body** has to be the bytes as they arrived (text, if your framework gives no bytes): parsed and written anew they are
 * others. Several **secrets** are for rotation: a signature with any of them counts, as does any of several signatures.
 *
 * What a signature does not say, because it covers the time and the body alone:
 * - **Which event it is.** `X-Konektor-Event` is not signed. Whoever gets hold of a signed request could send it again under
 *   another event's name. A body tells for itself whether a lead has changed: decide by `newStatus` or `changes` where it matters.
 * - **That it is new.** Within the tolerance it can be sent again, and Konektor itself delivers each event *at least* once. So let
 *   handling an event twice come to the same, or remember what you have handled.
 *
 * Source: Konektor's webhooks, which are outside the Agent API.
 *
 * @param rawBody - The body as it arrived.
 * @param headers - The request's headers.
 * @param secret - The webhook's secret, or several.
 *
 * @example A Worker, or whatever answers a `Request`
 * ```ts
 * import { verify, WebhookError } from "konektor/webhook";
 *
 * export default {
 *   async fetch(request: Request, env: { WEBHOOK_SECRET: string }): Promise<Response> {
 *     try {
 *       const event = await verify(await request.arrayBuffer(), request.headers, env.WEBHOOK_SECRET);
 *       if (event.type === "lead.created") console.log(event.lead.id);
 *       return new Response(null, { status: 204 });
 *     } catch (error) {
 *       if (error instanceof WebhookError) return new Response(error.code, { status: 400 });
 *       throw error;
 *     }
 *   },
 * };
 * ```
 *
 * @example Node
 * ```ts
 * import type { IncomingMessage } from "node:http";
 * import { verify, type WebhookEvent } from "konektor/webhook";
 *
 * export async function received(request: IncomingMessage): Promise<WebhookEvent> {
 *   const chunks: Uint8Array[] = [];
 *   for await (const chunk of request) chunks.push(chunk);
 *   return verify(Buffer.concat(chunks), request.headers, process.env.WEBHOOK_SECRET ?? "");
 * }
 * ```
 */
export async function verify(
  rawBody: string | Uint8Array | ArrayBuffer,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  options: VerifyOptions = {},
): Promise<WebhookEvent> {
  const secrets = secretsOf(secret);
  const body = bytesOf(rawBody);
  const signature = readSignature(header(headers, SIGNATURE));
  const type = eventName(header(headers, EVENT));
  assertRecent(Number(signature.time), options);
  // A copy, so that what is read below is what is verified here, whatever the caller does to the body meanwhile.
  const signed = whatIsSigned(signature.time, body);
  if (!(await isSigned(signed, signature, secrets))) {
    throw new WebhookError(
      "WEBHOOK_SIGNATURE_MISMATCH",
      "No signature was made with this secret over this body. If the secret is right, the body is not the bytes that arrived: take it before anything parses it.",
    );
  }
  return { ...read(signed.subarray(signature.time.length + 1), type), type } as WebhookEvent;
}

function bytesOf(body: unknown): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // By its name, which a buffer of another realm has too.
  if (Object.prototype.toString.call(body) === "[object ArrayBuffer]") return new Uint8Array(body as ArrayBuffer);
  throw new WebhookError(
    "USAGE_ERROR",
    "`rawBody` has to be the body as it arrived, as bytes or text. A body that was parsed cannot be verified: it is not the bytes that were signed.",
  );
}

function eventName(name: string): string {
  if (/^[\w.:-]{1,100}$/.test(name)) return name;
  throw new WebhookError("WEBHOOK_HEADER_INVALID", `The header ${EVENT} does not hold the name of one event.`);
}

function assertRecent(time: number, { toleranceSeconds = 300, now = Math.floor(Date.now() / 1000) }: VerifyOptions) {
  if (!(Number.isFinite(toleranceSeconds) && toleranceSeconds >= 0 && Number.isFinite(now))) {
    throw new WebhookError("USAGE_ERROR", "`toleranceSeconds` has to be a number from 0 up, and `now` a number.");
  }
  const age = now - time;
  if (Math.abs(age) <= toleranceSeconds) return;
  throw new WebhookError(
    "WEBHOOK_OUTSIDE_TOLERANCE",
    `It was signed ${Math.abs(age)} s ${age > 0 ? "ago" : "in the future"}; ${toleranceSeconds} s are tolerated. Either it is sent again, or this clock is wrong.`,
  );
}

/** The members of a body. Of a known event, that there is a lead with an `id` is all that is relied on. */
function read(body: Uint8Array, type: string): object {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new WebhookError("WEBHOOK_BODY_INVALID", "The signature is right, but the body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WebhookError("WEBHOOK_BODY_INVALID", "The signature is right, but the body is not a JSON object.");
  }
  const { lead } = value as { lead?: Partial<Lead> | null };
  if (Object.hasOwn(KNOWN, type) && typeof lead?.id !== "string") {
    throw new WebhookError("WEBHOOK_BODY_INVALID", `The signature is right, but the body of ${type} holds no lead.`);
  }
  return value;
}
