// One submission, from its bytes to its receipt. The core reads and judges it; the outbox keeps it. Nobody is told that it was
// received before the outbox has it on disk.

import type { Challenge, FormToken, Refusal } from "../../wasm/edge/konektor_edge.js";
import type { ErrorCode } from "../generated/models.js";
import { Refused } from "./answers.js";
import type { Body } from "./body.js";
import { core } from "./core.js";
import { originOf } from "./cors.js";
import type { KnownForm } from "./forms.js";
import { log, nameOf } from "./log.js";
import { addressMac, challengeMac, contentMac, mac, questionId, tokenAge } from "./macs.js";
import type { IntakeEnv } from "./platform.js";
import type { Receipt, Stored, Submitted } from "./stored.js";
import { verify } from "./turnstile.js";
import { Visitors } from "./visitors.js";

/** How many codes are tried: a second is needed about never. */
const CODES = 5;

/** About whom this isolate has asked the verifier. */
const asked = /* @__PURE__ */ new Visitors();

/**
 * Receives a submission.
 *
 * @param counted - Whether its visitor was counted already; otherwise the outbox counts.
 */
export async function submit(
  request: Request,
  env: IntakeEnv,
  known: KnownForm,
  body: Body,
  counted: boolean,
): Promise<Receipt> {
  const { name, form } = known;
  const now = Date.now();
  const plain = body.media === "form";
  const page = request.headers.get("referer") ?? undefined;
  const read = await core(({ readSubmission }) => readSubmission(known.json, body.media, body.bytes, page));
  if (read.type === "refused") throw refused(read.refusal);

  const id = read.id ?? crypto.randomUUID();
  const firstCode = await codeOf(env.INTAKE_SECRET, form.trackingCode, name, id, 0);
  const lead = await core(({ composeLead }) => composeLead(name, known.json, read.json, id, firstCode));
  if (lead.type === "refused") throw refused(lead.refusal);

  const said = await contentMac(env.INTAKE_SECRET, name, read.content);
  // Where a binding has counted, nobody else needs to know who it was.
  const who = counted ? undefined : await visitor(request, env, now);
  const signals = {
    origin: originOf(request, known),
    token: await formTokenOf(read.formToken, env, name, now),
    challenge: await challengeOf(read.turnstile, env, known, read.id ?? said, who, now),
  };
  const { score, suspect, reason } = await core(({ assessSubmission }) =>
    assessSubmission(known.json, read.json, signals),
  );

  const submitted: Submitted = {
    trackingCode: form.trackingCode,
    keyBinding: known.keyBinding,
    form: name,
    id,
    plain: plain && read.id === undefined,
    contentMac: said,
    uniqueCode: firstCode,
    lead: lead.json,
    suspect,
    score,
    ...(reason && { reason }),
    limits: form.limits,
    ...(who !== undefined && { visitor: who }),
    ...(form.turnstile && read.turnstile && { challenge: await challengeMac(env.INTAKE_SECRET, read.turnstile) }),
  };
  let stored = await store(env, submitted);
  for (let counter = 1; stored.type === "codeTaken" && counter < CODES; counter++) {
    const uniqueCode = await codeOf(env.INTAKE_SECRET, form.trackingCode, name, id, counter);
    stored = await store(env, { ...submitted, uniqueCode });
  }
  switch (stored.type) {
    case "receipt":
      return stored.receipt;
    case "conflict":
      throw new Refused(409, "CONFLICT", "This id was used for another submission");
    case "codeTaken":
      throw notStored();
    case "tooMany":
      throw tooMany();
  }
}

async function formTokenOf(token: string | undefined, env: IntakeEnv, name: string, now: number): Promise<FormToken> {
  if (!token) return { type: "absent" };
  const ageMs = await tokenAge(env.INTAKE_SECRET, name, token, now);
  return ageMs === undefined ? { type: "forged" } : { type: "genuine", ageMs };
}

/**
 * The outbox counts visitors where no binding does, which is after the verifier was asked. So whoever (`who`) sends more than the
 * form takes is not asked about: what is new is refused by the outbox, and a repeat has its receipt already.
 */
async function challengeOf(
  token: string | undefined,
  env: IntakeEnv,
  known: KnownForm,
  key: string,
  who: string | undefined,
  now: number,
): Promise<Challenge> {
  const { name, form } = known;
  if (!form.turnstile) return "unasked";
  if (!token) return "absent";
  if (who !== undefined && !asked.admit(`${name}|${who}`, form.limits.perMinute, now)) return "unavailable";
  return verify(env, known, token, await questionId(env.INTAKE_SECRET, form.trackingCode, name, key));
}

/**
 * Refuses a visitor who sends too much, where a binding counts; answers whether one did. A binding that fails turns nobody away:
 * the outbox counts then.
 */
export async function limitRate(request: Request, env: IntakeEnv, { name }: KnownForm): Promise<boolean> {
  if (!env.RATE_LIMITER) return false;
  const key = `${name}|${await visitor(request, env, Date.now())}`;
  const within = await isWithin(env.RATE_LIMITER, key);
  if (within === false) throw tooMany();
  return within !== undefined;
}

async function isWithin(limiter: NonNullable<IntakeEnv["RATE_LIMITER"]>, key: string): Promise<boolean | undefined> {
  try {
    return (await limiter.limit({ key })).success;
  } catch (error) {
    log("rate limiter failed", { error: nameOf(error) });
    return undefined;
  }
}

function visitor(request: Request, env: IntakeEnv, now: number): Promise<string> {
  return addressMac(env.INTAKE_SECRET, request.headers.get("cf-connecting-ip") ?? "", now);
}

function tooMany(): Refused {
  return new Refused(429, "RATE_LIMITED", "Too many submissions; nothing was stored. Try again in a minute", null, 60);
}

async function codeOf(
  secret: string,
  trackingCode: string,
  form: string,
  id: string,
  counter: number,
): Promise<string> {
  const text = await core(({ codeMessage }) => codeMessage(trackingCode, form, id, counter));
  const bytes = await mac(secret, text);
  return core(({ uniqueCode }) => uniqueCode(trackingCode, bytes));
}

async function store(env: IntakeEnv, submitted: Submitted): Promise<Stored> {
  try {
    const outbox = env.OUTBOX.get(env.OUTBOX.idFromName(submitted.trackingCode) as never);
    const response = await outbox.fetch("https://outbox/", { method: "POST", body: JSON.stringify(submitted) });
    if (response.status === 200) return (await response.json()) as Stored;
    log("not stored", { form: submitted.form, status: response.status });
  } catch (error) {
    log("not stored", { form: submitted.form, error: nameOf(error) });
  }
  throw notStored();
}

function notStored(): Refused {
  return new Refused(503, "NOT_STORED", "The submission could not be stored; send it again", null, 5);
}

function refused({ status, code, message, details }: Refusal): Refused {
  const fields = details.map(({ field, message }) => [field, message] as const);
  return new Refused(status, code as ErrorCode, message, fields.length > 0 ? Object.fromEntries(fields) : null);
}
