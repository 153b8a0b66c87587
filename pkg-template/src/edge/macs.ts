// Everything that must not be guessed or linked is a MAC under one secret. Each purpose has its own first word, so that a MAC of
// one never serves for another.

const encoder = new TextEncoder();
const SHORTEST_SECRET = 16;

let cached: { secret: string; key: Promise<CryptoKey> } | undefined;
/** The key of one day, made from that of all days. */
let daily: { secret: string; day: string; key: CryptoKey } | undefined;

function keyOf(secret: string): Promise<CryptoKey> {
  if (cached?.secret !== secret) {
    if (typeof secret !== "string" || secret.length < SHORTEST_SECRET) {
      return Promise.reject(new Error(`INTAKE_SECRET needs at least ${SHORTEST_SECRET} characters`));
    }
    cached = { secret, key: importKey(encoder.encode(secret)) };
  }
  return cached.key;
}

function importKey(bytes: BufferSource): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

async function keyOfDay(secret: string, day: string): Promise<CryptoKey> {
  if (daily?.secret !== secret || daily.day !== day) {
    const bytes = await mac(secret, `address|${day}`);
    daily = { secret, day, key: await importKey(bytes as BufferSource) };
  }
  return daily.key;
}

/** HMAC-SHA-256 of a text. */
export async function mac(secret: string, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", await keyOf(secret), encoder.encode(text)));
}

/** Tells whether two submissions say the same, and nothing else about them. */
export async function contentMac(secret: string, form: string, content: string): Promise<string> {
  return base64(await mac(secret, `content|${form}|${content}`));
}

/** A UUID for the question whether a submission's challenge was solved: another one for each workspace, form and submission. */
export async function questionId(secret: string, trackingCode: string, form: string, key: string): Promise<string> {
  const bytes = (await mac(secret, `turnstile|${trackingCode}|${form}|${key}`)).subarray(0, 16);
  // Version 4, variant 1: the verifier takes nothing else for a UUID.
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Stands for a visitor's address during one day; afterwards nobody can tell that two were the same. */
export async function addressMac(secret: string, address: string, now: number): Promise<string> {
  const key = await keyOfDay(secret, new Date(now).toISOString().slice(0, 10));
  return base64(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(network(address)))));
}

/** Stands for a challenge's token, wherever it was sent. */
export async function challengeMac(secret: string, token: string): Promise<string> {
  return base64(await mac(secret, `challenge|${token}`));
}

/** A token saying when a page began to show a form. */
export async function formToken(secret: string, form: string, now: number): Promise<string> {
  const issued = now.toString(36);
  return `${issued}.${base64(await mac(secret, `token|${form}|${issued}`))}`;
}

/** How old a token is, in milliseconds; `undefined` if it is none of ours. */
export async function tokenAge(secret: string, form: string, token: string, now: number): Promise<number | undefined> {
  const [issued = "", signature = ""] = token.slice(0, 100).split(".");
  const bytes = unbase64(signature);
  const text = encoder.encode(`token|${form}|${issued}`);
  if (!bytes || !(await crypto.subtle.verify("HMAC", await keyOf(secret), bytes, text))) return undefined;
  return now - Number.parseInt(issued, 36);
}

/** One household or phone has a whole /64 of IPv6 addresses. */
function network(address: string): string {
  // An IPv4 address may come in IPv6's clothes.
  if (!address.includes(":") || address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  const [head = "", tail] = address.toLowerCase().split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill("0");
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function unbase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
}
