// Asks Cloudflare whether a submission's challenge was solved. What an answer means is decided by the core; here the question is
// asked once, with a key by which the verifier knows the same question again, and not waited for longer than a visitor would.

import type { Challenge } from "../../wasm/edge/konektor_edge.js";
import { core } from "./core.js";
import type { KnownForm } from "./forms.js";
import { log, nameOf } from "./log.js";
import type { IntakeEnv } from "./platform.js";

const SITEVERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
const TIMEOUT_MS = 5_000;

/** What this isolate has complained of: once is enough. */
const told = /* @__PURE__ */ new Set<string>();

/**
 * What became of a submission's challenge.
 *
 * @param token - What the page's challenge gave.
 * @param question - Whatever makes two tries of one submission the same: a UUID.
 */
export async function verify(env: IntakeEnv, known: KnownForm, token: string, question: string): Promise<Challenge> {
  if (!(await core(({ isChallengeToken }) => isChallengeToken(token)))) return "failed";
  const secret = env.TURNSTILE_SECRET;
  if (!secret) return misconfigured("TURNSTILE_SECRET is missing");
  const address = verifier(env.TURNSTILE_URL ?? SITEVERIFY);
  if (!address) return misconfigured("TURNSTILE_URL is neither https nor on loopback");
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ secret, response: token, idempotency_key: question }),
      // The secret would travel on.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    // Refusals of ours may come as a 400; what stands in a redirect or beside a 500 is nobody's word.
    const speaks = response.ok || (response.status >= 400 && response.status < 500);
    const answer = new Uint8Array(await response.arrayBuffer());
    if (!speaks) return unavailable(known.name, response.status);
    const judged = await core(({ judgeChallenge }) => judgeChallenge(known.json, answer));
    if (judged === "misconfigured") return misconfigured("TURNSTILE_SECRET is wrong");
    return judged === "unavailable" ? unavailable(known.name, response.status) : judged;
  } catch (error) {
    return unavailable(known.name, nameOf(error));
  }
}

/** Where the verifier is: nowhere that could be listened to. */
function verifier(text: string): URL | undefined {
  try {
    const url = new URL(text);
    const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
    return url.protocol === "https:" || (url.protocol === "http:" && loopback) ? url : undefined;
  } catch {
    return undefined;
  }
}

function unavailable(form: string, cause: number | string): Challenge {
  log("turnstile unavailable", { form, cause });
  return "unavailable";
}

function misconfigured(problem: string): Challenge {
  if (!told.has(problem)) {
    told.add(problem);
    log("turnstile misconfigured", { problem: `${problem}: forms with a challenge hold all that they get` });
  }
  return "misconfigured";
}
