// @ts-check
// Requests as a page of the web app sends them to its proxy, and refusals as the page reads them.

import assert from "node:assert/strict";

/** The page's origin. */
export const ORIGIN = "https://app.example";

/** What a browser says of a page's own requests. */
export const own = { "sec-fetch-site": "same-origin" };

/** The same, of one that carries JSON. */
export const writing = { ...own, "content-type": "application/json" };

/** @param {string} path @param {RequestInit & { duplex?: "half" }} [init] */
export function request(path, init) {
  return new Request(`${ORIGIN}/api/konektor${path}`, { headers: own, ...init });
}

/** A request that creates a lead. */
export function create(/** @type {RequestInit & { duplex?: "half" }} */ init = {}) {
  return request("/api/v2/agent/leads", { method: "POST", headers: writing, body: '{"firstName":"Andi"}', ...init });
}

/** Status and error code of a refusal, which has to be in the API's envelope and for nobody to keep. */
export async function code(/** @type {Response | Promise<Response>} */ refused) {
  const response = await refused;
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("content-type"), "application/json");
  const { success, error, ...rest } = await response.json();
  assert.deepEqual([success, Object.keys(error), rest], [false, ["code", "message", "details"], {}]);
  return `${response.status} ${error.code}`;
}

/**
 * An API that notes what it is sent, and the options of a proxy before it. What the proxy reports lands in `reported`.
 *
 * @param {() => Response | Promise<Response>} [answer] instead of a good one
 */
export function recorder(answer) {
  /** @type {{ method: string, url: string, headers: Headers, body: string }[]} */
  const sent = [];
  /** @type {any[]} */
  const reported = [];
  const pagination = { page: 1, limit: 50, total: 0, totalPages: 0, nextCursor: null };
  return {
    sent,
    reported,
    options: /** @type {import("konektor/proxy").ProxyOptions} */ ({
      apiKey: "knk_recorded",
      baseUrl: "https://api.example",
      allow: ["leads.list", "leads.get", "leads.create", "leads.update"],
      authorize: () => true,
      onError: (error) => reported.push(error),
      fetch: async (url, { method = "GET", headers, body }) => {
        sent.push({ method, url, headers: new Headers(headers), body: await new Response(body).text() });
        if (answer) return answer();
        const page = method === "GET" && /leads(\?|$)/.test(url);
        return Response.json({ success: true, ...(page ? { data: [], pagination } : { data: { id: "lead_1" } }) });
      },
    }),
  };
}
