// What `konektor/proxy` takes and answers are the web's own Request and Response; Node's http server has others. Frameworks bring this
// along: Next, Hono, SvelteKit, Remix and Astro hand over a Request, and need nothing of this file.

import { ReadableStream } from "node:stream/web";

/**
 * A listener for `http.createServer`.
 *
 * @param {(request: Request) => Promise<Response>} answer
 * @returns {import("node:http").RequestListener}
 */
export function respondTo(answer) {
  return async (incoming, outgoing) => {
    try {
      const request = webRequest(incoming, outgoing);
      const response = request ? await answer(request) : new Response(null, { status: 400 });
      outgoing.setHeaders(response.headers).writeHead(response.status);
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    } catch (error) {
      console.error(error);
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    }
    // The rest of a body that nobody read to its end flows away, so that its sender gets to the answer.
    incoming.resume();
  };
}

/**
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 */
function webRequest(incoming, outgoing) {
  const { method = "GET", url = "", headers } = incoming;
  // CHANGE THIS if a server before this one terminates TLS: to the address that people see, for browsers that are older than 2023.
  const origin = `http://${headers.host}`;
  if (!url.startsWith("/") || !URL.canParse(origin + url) || method === "TRACE") return undefined;
  // Whoever leaves ends what was begun for them.
  const leaving = new AbortController();
  outgoing.on("close", () => leaving.abort());
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(origin + url, {
    method,
    headers: /** @type {Record<string, string>} */ (headers),
    signal: leaving.signal,
    ...(hasBody && { body: bodyOf(incoming), duplex: "half" }),
  });
}

/** The body as it comes; a reader who has enough of it does not cut the connection. */
function bodyOf(/** @type {import("node:http").IncomingMessage} */ incoming) {
  return /** @type {any} */ (ReadableStream.from(incoming.iterator({ destroyOnReturn: false })));
}
