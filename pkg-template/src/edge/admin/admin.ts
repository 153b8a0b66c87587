// The operator's side of the edge, under `/admin`: which request is for what, and with which headers it is answered. Without a token
// in the deployment there is no such side.

import { failed, Refused } from "../answers.js";
import { readWorkspaces } from "../forms.js";
import { log, nameOf } from "../log.js";
import type { IntakeEnv } from "../platform.js";
import { ENDPOINTS } from "./api.js";
import { letIn } from "./door.js";
import { pageFile } from "./page.js";
import { adminToken } from "./token.js";

const API = "/admin/v1/";

class WrongMethod extends Refused {
  constructor(readonly allow: string) {
    super(405, "METHOD_NOT_ALLOWED", `This takes ${allow}`);
  }
}

let told = false;

/** Answers a request under `/admin`. */
export async function admin(request: Request, env: IntakeEnv, forms: unknown): Promise<Response> {
  const url = new URL(request.url);
  try {
    const token = adminToken(env);
    if (token === undefined) {
      if (!told) log("admin is closed", { reason: env.ADMIN_TOKEN ? "ADMIN_TOKEN_TOO_SHORT" : "ADMIN_TOKEN_MISSING" });
      told = true;
      throw notFound();
    }
    const isApi = url.pathname.startsWith(API);
    return guarded(isApi ? await answer(request, env, token, forms) : pageOf(request, url));
  } catch (error) {
    return refusal(error);
  }
}

function pageOf(request: Request, url: URL): Response {
  const file = pageFile(url);
  if (!file) throw notFound();
  if (request.method !== "GET" && request.method !== "HEAD") throw new WrongMethod("GET, HEAD");
  return file;
}

async function answer(request: Request, env: IntakeEnv, token: string, forms: unknown): Promise<Response> {
  await letIn(request, env, token);
  const { pathname, searchParams: query } = new URL(request.url);
  const [, path = "", name] = /^([^/]*)(?:\/([^/]+))?$/.exec(pathname.slice(API.length)) ?? [];
  const route = name === undefined ? path : `${path}/`;
  const methods = ["GET", "POST"].filter((method) => Object.hasOwn(ENDPOINTS, `${method} ${route}`));
  if (methods.length === 0) throw notFound();
  const endpoint = methods.includes(request.method) && ENDPOINTS[`${request.method} ${route}`];
  if (!endpoint) throw new WrongMethod(methods.join(", "));
  return endpoint({ request, query, name: decoded(name ?? ""), env, workspaces: await readWorkspaces(forms) });
}

function refusal(error: unknown): Response {
  if (!(error instanceof Refused)) log("admin failed", { error: nameOf(error) });
  const refused =
    error instanceof Refused
      ? error
      : new Refused(503, "INTERNAL_ERROR", "The outbox cannot be asked; try again", null, 5);
  const response = failed(refused);
  if (refused.status === 401) response.headers.set("www-authenticate", "Bearer");
  if (refused instanceof WrongMethod) response.headers.set("allow", refused.allow);
  return guarded(response);
}

/** Nothing of it stays anywhere, and no other origin embeds it. */
function guarded(response: Response): Response {
  response.headers.set("cache-control", "no-store");
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("cross-origin-resource-policy", "same-origin");
  response.headers.set("referrer-policy", "no-referrer");
  return response;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function notFound(): Refused {
  return new Refused(404, "NOT_FOUND", "There is nothing here");
}
