// One request and its answer over `fetch`: its time limit, what ends it early, and what of the answer Rust wants to know.
// Whether it is repeated is decided in Rust.

import type { Head, Step } from "../wasm/client/konektor.js";
import type { Ending } from "./life.js";
import { within } from "./within.js";

/** What is asked of a `fetch`: the global one, a service binding's, or a stand-in for tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<FetchedResponse>;

/** What is read of an answer; a `Response` has it. */
export interface FetchedResponse {
  /** The HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: { get(name: string): string | null };
  /** Reads the whole body. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What an exchange comes to. */
export type Exchange =
  | { readonly head: Head; readonly body: Uint8Array<ArrayBuffer> }
  | {
      readonly failure: "timeout" | "aborted" | "connection";
      readonly phase: "connect" | "body";
      readonly cause?: unknown;
    };

/** Sends one request. Ends as soon as time is up or one of the signals is aborted, whatever `fetch` makes of its own. */
export function exchange(
  fetch: Fetch,
  { method, url, headers, sendsBody, timeoutMs }: Extract<Step, { type: "send" }>,
  input: Uint8Array<ArrayBuffer> | undefined,
  signals: readonly Ending[],
): Promise<Exchange> {
  const controller = new AbortController();
  let phase: "connect" | "body" = "connect";

  async function send(): Promise<Exchange> {
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: controller.signal,
        ...(sendsBody && input && { body: input }),
      });
      phase = "body";
      return { head: headOf(response), body: new Uint8Array(await response.arrayBuffer()) };
    } catch (cause) {
      return { failure: "connection", phase, cause };
    }
  }

  return within(timeoutMs, signals, send(), (failure, cause) => {
    controller.abort();
    return { failure, phase, cause };
  });
}

function headOf({ status, headers }: FetchedResponse): Head {
  const head: Head = { status };
  for (const [field, name] of HEADERS) {
    const value = headers.get(name);
    if (value !== null) head[field] = value;
  }
  return head;
}

/** Which headers Rust reads, and what it calls them. */
const HEADERS = [
  ["requestId", "x-request-id"],
  ["limit", "x-ratelimit-limit"],
  ["remaining", "x-ratelimit-remaining"],
  ["reset", "x-ratelimit-reset"],
  ["retryAfter", "retry-after"],
  ["date", "date"],
] as const;
