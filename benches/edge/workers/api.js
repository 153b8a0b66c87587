// Stands in for the Agent API, in the edge's own process, so that its answers cost nobody a connection. `API` says which one it is.

const MINUTE = 60_000;
/** Requests a minute of the largest plan. */
const LIMIT = 600;

let minute = 0;
let used = 0;

/** Not there. */
function unreachable() {
  throw new Error("unreachable");
}

/** Creates every lead at once. */
async function unlimited(request) {
  const lead = await request.json();
  return Response.json({ success: true, data: { id: crypto.randomUUID(), ...lead } }, { status: 201 });
}

/** Creates as many as the largest plan allows. */
async function planned(request) {
  const now = Date.now();
  if (Math.floor(now / MINUTE) !== minute) {
    minute = Math.floor(now / MINUTE);
    used = 0;
  }
  used++;
  const end = (minute + 1) * MINUTE;
  const error = { code: "RATE_LIMITED", message: "Rate limit exceeded", details: null };
  const response = used > LIMIT ? Response.json({ success: false, error }, { status: 429 }) : await unlimited(request);
  response.headers.set("x-ratelimit-limit", String(LIMIT));
  response.headers.set("x-ratelimit-remaining", String(Math.max(0, LIMIT - used)));
  response.headers.set("x-ratelimit-reset", String(end / 1000));
  if (used > LIMIT) response.headers.set("retry-after", String(Math.ceil((end - now) / 1000)));
  return response;
}

const apis = { unreachable, unlimited, planned };

export default { fetch: (request, env) => apis[env.API](request) };
