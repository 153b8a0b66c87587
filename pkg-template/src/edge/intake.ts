// The public side of the edge: which request is for what, and how it is answered. What a submission is worth is the core's
// matter, keeping it the outbox's.

import { readAtMost } from "../read-at-most.js";
import { admin } from "./admin/admin.js";
import { failed, Refused, succeeded } from "./answers.js";
import { asset } from "./assets.js";
import { isFormPost, readBody } from "./body.js";
import { core } from "./core.js";
import { preflight, withCors } from "./cors.js";
import { type KnownForm, readForms } from "./forms.js";
import { log, nameOf } from "./log.js";
import { formToken } from "./macs.js";
import { nextOf } from "./next.js";
import { failedPage, receivedPage } from "./pages.js";
import type { IntakeEnv } from "./platform.js";
import { limitRate, submit } from "./submit.js";

/** What an intake serves. */
export interface IntakeOptions {
  /** The content of the forms file, parsed or as text. */
  readonly forms: unknown;
}

/** A Worker's `fetch`. */
export type IntakeHandler = (request: Request, env: IntakeEnv) => Promise<Response>;

const PATH = /^\/v1\/forms\/([^/]+)(\/submissions)?$/;

/**
 * Makes the `fetch` handler that receives the submissions of public forms.
 *
 * @example
 * ```ts
 * import { intake, LeadOutbox } from "konektor/edge";
 * import forms from "../forms.json";
 *
 * export { LeadOutbox };
 * export default { fetch: intake({ forms }) };
 * ```
 */
export function intake({ forms }: IntakeOptions): IntakeHandler {
  let reading: Promise<ReadonlyMap<string, KnownForm>> | undefined;

  return async (request, env) => {
    const { pathname } = new URL(request.url);
    if (/^\/admin(\/|$)/.test(pathname)) return admin(request, env, forms);
    if (!pathname.startsWith("/v1/")) return (await asset(request, env)) ?? notFound();
    const [, name = "", submissions] = PATH.exec(pathname) ?? [];
    let known: KnownForm | undefined;
    try {
      reading ??= readForms(forms);
      known = (await reading).get(name);
    } catch (error) {
      reading = undefined;
      // The sentence is about the file, not about a visitor.
      log("forms unreadable", { error: error instanceof Error ? error.message : nameOf(error) });
      return failed(new Refused(503, "NOT_STORED", "The intake is not set up"));
    }
    if (!known) return notFound();
    const methods = submissions ? "POST" : "GET";
    if (request.method === "OPTIONS") return preflight(request, known, methods);
    if (request.method !== methods) return withCors(notFound(), request, known);
    return submissions ? receive(request, env, known) : token(request, env, known);
  };
}

async function receive(request: Request, env: IntakeEnv, known: KnownForm): Promise<Response> {
  const asPage = isFormPost(request);
  try {
    // Counted before anything is read: what cannot be read counts as well.
    const counted = await limitRate(request, env, known);
    const body = await readBody(request, await core(({ bodyLimit }) => bodyLimit()));
    const receipt = await submit(request, env, known, body, counted);
    const next = await nextOf(request, known, receipt.uniqueCode);
    return asPage
      ? receivedPage(known, receipt.uniqueCode, next)
      : withCors(succeeded(202, { ...receipt, ...(next && { next }) }), request, known);
  } catch (error) {
    const refused = error instanceof Refused ? error : broken(known, error);
    await drain(request);
    return asPage ? failedPage(known, refused) : withCors(failed(refused), request, known);
  }
}

/** Refused or not, a body is read: otherwise the answer may be lost with the connection, and whoever sent it try again at once. */
async function drain(request: Request): Promise<void> {
  if (request.bodyUsed) return;
  try {
    await readAtMost(request, await core(({ bodyLimit }) => bodyLimit()));
  } catch {
    // The answer says more than this failure would.
  }
}

async function token(request: Request, env: IntakeEnv, known: KnownForm): Promise<Response> {
  try {
    const made = await formToken(env.INTAKE_SECRET, known.name, Date.now());
    return withCors(succeeded(200, { formToken: made }), request, known);
  } catch (error) {
    return withCors(failed(broken(known, error)), request, known);
  }
}

function broken({ name }: KnownForm, error: unknown): Refused {
  log("intake failed", { form: name, error: nameOf(error) });
  return new Refused(503, "NOT_STORED", "The submission could not be stored; send it again", null, 5);
}

function notFound(): Response {
  return failed(new Refused(404, "NOT_FOUND", "There is no such form"));
}
