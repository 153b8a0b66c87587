// The two requests to the edge. Decides what an answer means for the visitor; leaves the words to `messages` and a further try
// to the visitor. A receipt is only what the edge itself has signed with a 202.

import type { Agreed } from "./agreed";
import type { Consent } from "./consent";
import { type Next, nextOf } from "./next";
import type { Touches } from "./touch";

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
  | { readonly failure: Failure };

/** The edge reads no more bytes than this. */
const LARGEST_BODY = 32 * 1024;

/** What the edge answers, as far as it is read here; nothing is taken for granted. */
interface Answer {
  data?: { uniqueCode?: unknown; formToken?: unknown; next?: unknown };
  error?: { details?: Record<string, unknown> | null };
}

interface Exchange {
  status: number;
  answer: Answer;
}

/** One request within a time; rejects when no whole answer comes. */
async function exchange(url: string, ms: number, body: string | null): Promise<Exchange> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), ms);
  try {
    const response = await fetch(url, {
      signal: control.signal,
      credentials: "omit",
      ...(body && {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
        // The visitor may leave the page while it is on its way.
        keepalive: true,
      }),
    });
    const answer: unknown = await response.json().catch(() => null);
    return { status: response.status, answer: Object(answer) };
  } finally {
    clearTimeout(timer);
  }
}

/** The form's token, a proof of when the visitor began; undefined when the edge has none to give. */
export async function formToken(action: string): Promise<string | undefined> {
  try {
    const { answer } = await exchange(action.replace(/\/submissions$/, ""), 3000, null);
    const token = answer.data?.formToken;
    return typeof token === "string" ? token : undefined;
  } catch {
    return undefined;
  }
}

function encode(submission: Submission): string {
  const body = JSON.stringify(submission);
  if (new TextEncoder().encode(body).length <= LARGEST_BODY) return body;
  // The person matters more than the campaign.
  const bare = { at: submission.touch.last.at, landing: "", referrer: "", params: {}, cookies: {} };
  return JSON.stringify({ ...submission, touch: { first: bare, last: bare } });
}

/** Sends a submission once. */
export async function send(action: string, submission: Submission): Promise<Outcome> {
  let came: Exchange;
  try {
    came = await exchange(action, 20_000, encode(submission));
  } catch {
    return { failure: "unknown" };
  }
  const { status, answer } = came;
  const uniqueCode = answer.data?.uniqueCode;
  if (status === 202 && typeof uniqueCode === "string") {
    return { uniqueCode, next: nextOf(answer.data?.next) };
  }
  if (status === 400 && answer.error?.details) return { refused: Object.keys(answer.error.details) };
  if (status === 429) return { failure: "tooMany" };
  // 503 is the edge's own "not stored"; any other 5xx, and a 2xx we cannot read, may hide a stored submission.
  return { failure: status === 503 || (status >= 400 && status < 500) ? "notKept" : "unknown" };
}
