// The two requests to the edge. Decides what an answer means for the visitor; leaves the words to `messages` and a further try
// to `delivery`. A receipt is only what the edge itself has signed with a 202.

import type { Touches } from "../attribution/touch.js";
import type { Agreed } from "../consent/agreed.js";
import type { Consent } from "../consent/consent.js";
import { BODY_LIMIT } from "../generated/intake.js";
import { type Next, nextOf } from "../receipt/next.js";

/** What is sent for one submission. */
export interface Submission {
  v: 1;
  /** A UUID, the same at every try of the same content. */
  id: string;
  /** The form's fields by name, and `_hp`, which only programs fill in. */
  fields: Record<string, string>;
  touch: Touches;
  consent: Consent;
  /** What the visitor was asked about; left out where nothing was asked. */
  agreed?: Agreed[];
  proof: { formToken?: string; turnstile?: string };
}

/** Why a submission has no receipt: see the sentences of the same names. */
export type Failure = "unknown" | "notKept" | "tooMany";

/** How a try ended. */
export type Outcome =
  | { readonly uniqueCode: string; readonly next: Next | undefined }
  | { readonly refused: readonly string[] }
  | Failed;

/** A try that brought neither a receipt nor a refusal. */
export interface Failed {
  readonly failure: Failure;
  /** The edge itself will never take it. */
  readonly final?: boolean;
  /** How long the edge asked to be left alone, in milliseconds. */
  readonly asked?: number;
  /** The page's `fetch` is none, or may not ask the edge. */
  readonly broken?: boolean;
}

/** What the edge answers, as far as it is read here; nothing is taken for granted. */
interface Answer {
  data?: { uniqueCode?: unknown; formToken?: unknown; next?: unknown };
  error?: { code?: unknown; details?: Record<string, unknown> | null };
}

interface Exchange {
  status: number;
  answer: Answer;
  /** The header `Retry-After`. */
  after?: string | null | undefined;
}

/** One request within a time; rejects when no whole answer comes. A status of 0 is a `fetch` that is none. */
async function exchange(url: string, ms: number, post?: RequestInit): Promise<Exchange> {
  const control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Pages replace `fetch`, and what they put in its place may not know how to be aborted.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      control.abort();
      reject();
    }, ms);
  });
  const whole = async (): Promise<Exchange> => {
    let asked: Promise<Response>;
    try {
      asked = fetch(url, { signal: control.signal, credentials: "omit", ...post });
    } catch {
      return { status: 0, answer: {} };
    }
    const response = await asked;
    if (!(response?.status && response.json)) return { status: 0, answer: {} };
    const answer: unknown = await response.json().catch(() => null);
    return { status: response.status, answer: Object(answer), after: response.headers?.get("retry-after") };
  };
  try {
    return await Promise.race([whole(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the page's policy has kept a request from the edge. */
let forbidden = false;
addEventListener("securitypolicyviolation", ({ effectiveDirective, disposition, blockedURI }) => {
  forbidden ||= effectiveDirective === "connect-src" && disposition === "enforce" && /\/v1\/forms\//.test(blockedURI);
});

/** The form's token, a proof of when the visitor began; undefined when the edge has none to give. */
export async function formToken(action: string): Promise<string | undefined> {
  try {
    const { answer } = await exchange(action.replace(/\/submissions$/, ""), 3000);
    const token = answer.data?.formToken;
    return typeof token === "string" ? token : undefined;
  } catch {
    return undefined;
  }
}

function encode(submission: Submission): string {
  const body = JSON.stringify(submission);
  if (new TextEncoder().encode(body).length <= BODY_LIMIT) return body;
  // The person matters more than the campaign.
  const bare = { at: submission.touch.last.at, landing: "", referrer: "", params: {}, cookies: {} };
  return JSON.stringify({ ...submission, touch: { first: bare, last: bare } });
}

/** Seconds or a date, in milliseconds from now. */
function asked(after: string | null | undefined): number {
  return Math.max(0, after ? Number(after) * 1000 || Date.parse(after) - Date.now() || 0 : 0);
}

/**
 * Sends a submission once.
 *
 * @param keepalive whether it goes on when the visitor leaves the page. All such requests of a page may have 64 KB together, and one
 * too many fails at once
 */
export async function send(action: string, submission: Submission, keepalive: boolean): Promise<Outcome> {
  let came: Exchange;
  try {
    came = await exchange(action, 20_000, {
      method: "POST",
      body: encode(submission),
      headers: { "content-type": "application/json" },
      keepalive,
    });
  } catch {
    return { failure: "unknown", broken: forbidden };
  }
  const { status, answer, after } = came;
  const { code, details } = answer.error ?? {};
  const uniqueCode = answer.data?.uniqueCode;
  if (status === 202 && typeof uniqueCode === "string") {
    return { uniqueCode, next: nextOf(answer.data?.next) };
  }
  if (status === 400 && details) return { refused: Object.keys(details) };
  if (status === 429) return { failure: "tooMany", asked: asked(after) };
  const refused = status >= 400 && status < 500;
  return {
    // 503 is the edge's own "not stored"; any other 5xx, and a 2xx we cannot read, may hide a stored submission.
    failure: status === 503 || refused ? "notKept" : "unknown",
    // Only the edge has an envelope: what stands between may think better of it.
    final: refused && typeof code === "string",
    asked: asked(after),
    broken: !status,
  };
}
