// Creates a lead at most once over an API without idempotency keys: a POST whose outcome is unknown is never repeated, the lead is
// looked for instead. Decides what counts as the lead and when looking ends; each request is a call like any other.

import type { MakeCall } from "./call.js";
import {
  AbortError,
  ApiError,
  isKonektorError,
  KonektorError,
  OutcomeUnknownError,
  TimeoutError,
  UsageError,
} from "./errors.js";
import type { CreateLead, Lead } from "./generated/models.js";
import type { RequestOptions } from "./options.js";
import type { WithResponse } from "./outcome.js";
import type { Page } from "./page.js";
import type { CreateOptions, Leads } from "./resources/leads.js";
import { within } from "./within.js";

type Found = WithResponse<Lead> | undefined;

/** Creates the lead, or finds the one that an earlier call has created. `timeoutMs` is the client's own. */
export async function createOnce(
  call: MakeCall,
  leads: Leads,
  given: CreateLead,
  options: RequestOptions,
  timeoutMs: number,
): Promise<WithResponse<Lead>> {
  const deadline = Date.now() + (options.timeoutMs ?? timeoutMs);
  const left = () => Math.max(deadline - Date.now(), 0);
  const half = () => Math.ceil(left() / 2);
  const signals = options.signal ? [options.signal] : [];
  // An empty one is none: all leads that have it would be the same lead.
  const externalRef = given?.externalRef || `kf_${crypto.randomUUID()}`;
  const uniqueCode = given?.uniqueCode || (await codeOf(externalRef));

  async function search(timeoutMs: number, leaving: AbortSignal): Promise<Found> {
    const query = { search: uniqueCode, limit: 100 };
    let next: Promise<WithResponse<Page<Lead>>> | undefined = leads
      .list(query, { ...options, timeoutMs })
      .withResponse();
    let read = 0;
    let total = 0;
    while (next) {
      const { data: page, ...meta }: WithResponse<Page<Lead>> = await next;
      read += page.data.length;
      total = page.pagination.total ?? 0;
      const data = page.data.find(
        (lead) => lead.uniqueCode === uniqueCode && (lead.externalRef ?? externalRef) === externalRef,
      );
      if (data) return { ...meta, data };
      next = page.fetchNext(leaving);
    }
    if (read >= total) return undefined;
    const message = "The search answered fewer leads than it counts, so whether the lead is there is not known.";
    throw new KonektorError({ code: "NOT_VERIFIABLE", message });
  }

  /** Looks for the lead on all pages of the search. */
  function lookUp(timeoutMs: number): Promise<Found> {
    const leaving = new AbortController();
    return within(timeoutMs, [], search(timeoutMs, leaving.signal), () => {
      throw new TimeoutError({ code: "TIMEOUT", message: "The deadline passed while the lead was looked for." });
    }).finally(() => leaving.abort());
  }

  const lead = { ...given, externalRef, uniqueCode };
  await call({ operation: "leads.create", check: true, input: lead, options });
  const known = given?.externalRef ? await lookUp(left()) : undefined;
  if (known) return known;
  let cause: unknown;
  try {
    const sending: CreateOptions = { ...options, once: false, timeoutMs: half() };
    return await leads.create(lead, sending).withResponse();
  } catch (error) {
    cause = error;
  }
  // A code that is taken is taken by this lead, unless a caller who gave no reference has chosen it.
  if (!isKonektorError(cause) || !(cause.outcomeUnknown || (saysTaken(cause) && !isOnlyCode(given)))) throw cause;

  for (let pause = 250; left() > 0; pause = Math.min(pause * 2, 4_000)) {
    try {
      // Half of the rest for each: one that hangs leaves time for another.
      const found = await lookUp(half());
      if (found) return found;
    } catch (error) {
      if (error instanceof AbortError || isRefusal(error)) break;
    }
    await within(Math.min(pause, left()), signals, new Promise<void>(() => {}), () => {});
  }
  // A lead that was deleted may hold a code for good: a refusal is told as it is.
  if (!cause.outcomeUnknown) throw cause;
  const message =
    "The lead was sent, and neither an answer nor a look-up says whether it was created. Create it again after a minute with the same " +
    "`externalRef` and `uniqueCode`: a lead that is there by then is found.";
  throw new OutcomeUnknownError(
    { code: "OUTCOME_UNKNOWN", message, outcomeUnknown: true, externalRef, uniqueCode },
    cause,
  );
}

/** The code of a reference: the same in each call, and telling nothing of what the reference holds. */
async function codeOf(externalRef: string): Promise<string> {
  if (!globalThis.crypto?.subtle) {
    const message = "`once` needs WebCrypto, which pages have over https and on loopback, or a `uniqueCode` of yours.";
    throw new UsageError({ code: "USAGE_ERROR", message });
  }
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(externalRef)));
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  // A hundred of them in Crockford's base32.
  const digits = bits
    .slice(0, 100)
    .replace(/.{5}/g, (five) => "0123456789abcdefghjkmnpqrstvwxyz".charAt(parseInt(five, 2)));
  return `kf-${digits}`;
}

function isOnlyCode(given: CreateLead): boolean {
  return !!given.uniqueCode && !given.externalRef;
}

/** Whether the API refused the lead because one of its codes is taken. */
function saysTaken(error: unknown): boolean {
  const { status, details = {} } = error instanceof ApiError ? error : {};
  return status === 409 || (status === 400 && ("uniqueCode" in details || "externalRef" in details));
}

/** Whether looking again cannot help. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403);
}
