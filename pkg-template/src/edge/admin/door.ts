// Who is let in to the admin API: a program with the token, or the page of our own origin with it. Wrong tokens are counted by
// address, in an object that does nothing else, so that whoever guesses does not keep an outbox busy.

import { Refused } from "../answers.js";
import { log } from "../log.js";
import { addressMac } from "../macs.js";
import type { IntakeEnv } from "../platform.js";
import { ask } from "./api.js";
import { isSame, shownToken } from "./token.js";

/** No workspace's outbox has this name: a tracking code has no slash. */
const COUNTER = "/admin";
/** Seconds after which a minute is over. */
const MINUTE = 60;

/** Refuses whoever may not ask. */
export async function letIn(request: Request, env: IntakeEnv, token: string): Promise<void> {
  refuseForeign(request);
  const shown = shownToken(request);
  const stranger = new Refused(401, "UNAUTHORIZED", "Send the admin token as a bearer token");
  if (shown === undefined) throw stranger;
  const right = await isSame(shown, token);
  const address = await addressMac(env.INTAKE_SECRET, request.headers.get("cf-connecting-ip") ?? "", Date.now());
  if (!(await ask<boolean>(env, COUNTER, { operation: "attempt", address, right }))) {
    log("admin limited");
    throw new Refused(429, "RATE_LIMITED", "Too many wrong tokens; try again in a minute", null, MINUTE);
  }
  if (!right) {
    log("admin refused");
    throw stranger;
  }
}

/** Another site's page has no business here, whoever reads it. */
function refuseForeign(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const own = new URL(request.url).origin;
  if ((site !== null && site !== "same-origin" && site !== "none") || (origin !== null && origin !== own)) {
    throw new Refused(403, "FORBIDDEN", "Not from another site's page");
  }
}
