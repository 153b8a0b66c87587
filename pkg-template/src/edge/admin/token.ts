// Whether a request holds the admin token. Both texts are compared as MACs under a key that nobody knows, so the time that it takes
// tells neither a letter nor the length.

/** What is shorter can be guessed. */
const SHORTEST = 32;

const encoder = new TextEncoder();
let key: Promise<CryptoKey> | undefined;

/** The token, if one is set that is worth its name. */
export function adminToken({ ADMIN_TOKEN: token }: { readonly ADMIN_TOKEN?: string }): string | undefined {
  return typeof token === "string" && token.length >= SHORTEST ? token : undefined;
}

/** The token that a request shows. */
export function shownToken(request: Request): string | undefined {
  return /^Bearer +(\S+)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Whether two texts are the same. */
export async function isSame(one: string, other: string): Promise<boolean> {
  key ??= crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]) as Promise<CryptoKey>;
  const mac = await crypto.subtle.sign("HMAC", await key, encoder.encode(one));
  return crypto.subtle.verify("HMAC", await key, mac, encoder.encode(other));
}
