// Who may do what: the demo's session, a signed cookie that says in which role somebody is signed in and until when.
// CHANGE THIS: replace the file with your own session. What the servers need of it are `allow`, `authorizer` and `signIn`.

const HOUR = 60 * 60 * 1000;

/** The API's operations that the page uses. The proxy refuses all others. @satisfies {import("konektor/proxy").Operation[]} */
export const allow = /** @type {const} */ (["leads.list", "leads.update"]);

/**
 * What the proxy asks about each request.
 *
 * @param {string} secret
 * @returns {import("konektor/proxy").ProxyOptions["authorize"]}
 */
export function authorizer(secret) {
  return async (request, operation) => {
    const role = await roleOf(request, secret);
    if (!role) return "unauthenticated";
    return role === "agent" || operation === "leads.list";
  };
}

/**
 * Signs somebody in and sends them to the page. CHANGE THIS: ask who it is.
 *
 * @param {Request} request
 * @param {string} secret
 */
export async function signIn(request, secret) {
  const { protocol, searchParams } = new URL(request.url);
  const claim = `${searchParams.get("as") === "viewer" ? "viewer" : "agent"}.${Date.now() + HOUR}`;
  const signature = await crypto.subtle.sign("HMAC", await key(secret), encoder.encode(claim));
  const cookie = [`session=${claim}.${hex(signature)}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (protocol === "https:") cookie.push("Secure");
  return new Response(null, { status: 303, headers: { location: "/", "set-cookie": cookie.join("; ") } });
}

/** @param {Request} request @param {string} secret */
async function roleOf(request, secret) {
  const cookie = request.headers.get("cookie") ?? "";
  const [, role, until, signature] = /(?:^|; )session=(agent|viewer)\.(\d+)\.([0-9a-f]{64})(?:;|$)/.exec(cookie) ?? [];
  if (!role || !signature || Number(until) < Date.now()) return undefined;
  const bytes = Uint8Array.from(signature.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const valid = await crypto.subtle.verify("HMAC", await key(secret), bytes, encoder.encode(`${role}.${until}`));
  return valid ? role : undefined;
}

const encoder = new TextEncoder();

/** @param {string} secret */
function key(secret) {
  return crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
}

/** @param {ArrayBuffer} bytes */
function hex(bytes) {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
