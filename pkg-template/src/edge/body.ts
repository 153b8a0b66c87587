// Reads a submission: its type first, then no more bytes than allowed, and what kind of body the core has before it.

import { readAtMost } from "../read-at-most.js";
import { Refused } from "./answers.js";

/** A body and how the core reads it. */
export interface Body {
  /** How it came. */
  readonly media: "json" | "form";
  /** What came; a multipart post is rewritten as the plain kind. */
  readonly bytes: Uint8Array;
}

const MEDIA: Readonly<Record<string, "json" | "form" | "multipart">> = {
  "application/json": "json",
  // A beacon may say no other without a preflight.
  "text/plain": "json",
  "application/x-www-form-urlencoded": "form",
  "multipart/form-data": "multipart",
};

/** Whether a person's browser sent it, which then wants a page for an answer. */
export function isFormPost(request: Request): boolean {
  const media = MEDIA[typeOf(request)];
  return (media === "form" || media === "multipart") && !request.headers.get("accept")?.includes("application/json");
}

/** Reads the body. */
export async function readBody(request: Request, limit: number): Promise<Body> {
  const type = request.headers.get("content-type") ?? "";
  const media = MEDIA[typeOf(request)];
  if (!["", "identity"].includes(request.headers.get("content-encoding")?.trim().toLowerCase() ?? "")) {
    throw new Refused(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body uncompressed");
  }
  const charset = /;\s*charset="?([^;"\s]*)/i.exec(type)?.[1]?.toLowerCase();
  if (!media || (charset !== undefined && charset !== "utf-8" && charset !== "utf8")) {
    throw new Refused(415, "UNSUPPORTED_MEDIA_TYPE", "Send JSON or a form, in UTF-8");
  }
  const bytes = await read(request, limit).catch(() => {
    throw new Refused(400, "VALIDATION_ERROR", "The body did not arrive whole");
  });
  if (!bytes) throw new Refused(413, "PAYLOAD_TOO_LARGE", `A submission has at most ${limit} bytes`);
  return media === "multipart" ? { media: "form", bytes: await flatten(bytes, type) } : { media, bytes };
}

/** Where the length is told, the platform sees to it that no more arrives, and reading at once is cheaper. */
async function read(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const length = request.headers.get("content-length");
  if (length === null || Number(length) > limit) return readAtMost(request, limit);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.length > limit ? undefined : bytes;
}

function typeOf(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** Files are left out: no lead has one. */
async function flatten(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<Uint8Array> {
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw new Refused(400, "VALIDATION_ERROR", "The form cannot be read");
  });
  const plain = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string") plain.append(name, value);
  return new TextEncoder().encode(plain.toString());
}
