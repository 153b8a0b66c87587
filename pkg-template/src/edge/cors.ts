// Which pages may read an answer: those of the origins that the path's form names. Nothing is sent with credentials.

import type { KnownForm } from "./forms.js";

/** Where a request came from, as its form sees it. A sandboxed frame calls itself `null`, and so may any other page's. */
export function originOf(request: Request, known: KnownForm): "listed" | "absent" | "foreign" {
  const origin = request.headers.get("origin");
  if (origin === null) return "absent";
  if (known.form.origins.includes(origin) || origin === new URL(request.url).origin) return "listed";
  return origin === "null" ? "absent" : "foreign";
}

/** Opens an answer to the page that asked, if it is one of the form's. */
export function withCors(response: Response, request: Request, known: KnownForm): Response {
  const origin = request.headers.get("origin");
  response.headers.append("vary", "Origin");
  if (origin && originOf(request, known) === "listed") {
    response.headers.set("access-control-allow-origin", origin);
    response.headers.set("access-control-expose-headers", "retry-after");
  }
  return response;
}

/** Answers a preflight. */
export function preflight(request: Request, known: KnownForm, methods: string): Response {
  const response = new Response(null, { status: 204 });
  if (originOf(request, known) === "listed") {
    response.headers.set("access-control-allow-methods", methods);
    response.headers.set("access-control-allow-headers", "content-type");
    response.headers.set("access-control-max-age", "3600");
  }
  return withCors(response, request, known);
}
