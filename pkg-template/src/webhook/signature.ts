// The signature of a webhook: `t=<Unix seconds>,v1=<hex>`, where the hex is HMAC-SHA-256 of `<t>.<body>` under the webhook's
// secret. Reads and writes the header, and lets WebCrypto compute and compare, which it does in constant time.

import { WebhookError } from "./error.js";

/** The header that holds it, and the one that names the event, as `Headers` and Node spell them. */
export const SIGNATURE = "x-konektor-signature";
export const EVENT = "x-konektor-event";

/** What the header of a signature says. */
export interface Signature {
  /** When it was made, in Unix seconds, in the very digits that were signed. */
  readonly time: string;
  /** One for each secret that was in use when it was made. */
  readonly macs: Uint8Array<ArrayBuffer>[];
}

// During a rotation there are two. Each is a pass over the whole body, and anybody may send a header.
const MOST_MACS = 8;

/** Reads the header. Its parts may come in any order; schemes other than `v1` are passed over. */
export function readSignature(header: string): Signature {
  const parts = header.split(",").map((part) => part.trim());
  const times = parts.filter((part) => part.startsWith("t="));
  const macs = parts.filter((part) => part.startsWith("v1=")).map((part) => unhex(part.slice(3)));
  const time = /^t=(\d{1,12})$/.exec(times.length === 1 ? (times[0] ?? "") : "")?.[1];
  if (time === undefined || macs.length === 0 || macs.length > MOST_MACS || macs.includes(undefined)) {
    throw new WebhookError(
      "WEBHOOK_HEADER_INVALID",
      `The header ${SIGNATURE} has to be \`t=<Unix seconds>,v1=<64 hexadecimal digits>\`, with one t and at most ${MOST_MACS} v1.`,
    );
  }
  return { time, macs: macs as Uint8Array<ArrayBuffer>[] };
}

/** Whether one of the signatures was made with one of the secrets. */
export async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  { macs }: Signature,
  secrets: readonly string[],
): Promise<boolean> {
  for (const secret of secrets) {
    const key = await keyOf(secret, "verify");
    for (const mac of macs) if (await subtle().verify("HMAC", key, mac, signed)) return true;
  }
  return false;
}

/** Writes the header, with a signature for each secret. */
export async function writeSignature(time: string, body: Uint8Array, secrets: readonly string[]): Promise<string> {
  const signed = whatIsSigned(time, body);
  const macs = secrets.map(async (secret) => subtle().sign("HMAC", await keyOf(secret, "sign"), signed));
  return [`t=${time}`, ...(await Promise.all(macs)).map((mac) => `v1=${hex(new Uint8Array(mac))}`)].join();
}

/** A copy of the bytes that a signature covers. The body is what follows the first dot. */
export function whatIsSigned(time: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${time}.`);
  const signed = new Uint8Array(head.length + body.length);
  signed.set(head);
  signed.set(body, head.length);
  return signed;
}

function keyOf(secret: string, usage: "sign" | "verify"): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret);
  return subtle().importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [usage]);
}

function subtle(): SubtleCrypto {
  const { crypto } = globalThis as { crypto?: Crypto };
  if (crypto?.subtle) return crypto.subtle;
  throw new WebhookError("USAGE_ERROR", "There is no WebCrypto here: it needs Node 20, or a page that came by https.");
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[0-9a-f]{64}$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
