// One request and its answer over `fetch`: its time limit, what ends it early, and what of the answer Rust wants to know.
// Whether it is repeated is decided in Rust.

import type { Head, Step } from "../wasm/client/konektor.js";
import type { Fetch, FetchedResponse } from "./fetch.js";
import type { Ending } from "./life.js";
import { type Cut, within } from "./within.js";

/** What an exchange comes to. */
export interface Exchange {
  /** What Rust is told. */
  readonly event: { readonly head?: Head; readonly failure?: Cut | "connection" };
  /** The answer's body. */
  readonly body?: Uint8Array<ArrayBuffer>;
  /** What `fetch` threw, or why a signal was aborted. */
  readonly cause?: unknown;
}

/** Sends one request. Ends as soon as time is up or one of the signals is aborted, whatever `fetch` makes of its own. */
export function exchange(
  fetch: Fetch,
  { method, url, headers, sendsBody, timeoutMs }: Extract<Step, { type: "send" }>,
  input: Uint8Array<ArrayBuffer> | undefined,
  signals: readonly Ending[],
): Promise<Exchange> {
  const controller = new AbortController();
  let arrived: { readonly head?: Head } = {};

  async function send(): Promise<Exchange> {
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: controller.signal,
        ...(sendsBody && input && { body: input }),
      });
      arrived = { head: headOf(response) };
      const body = new Uint8Array(await response.arrayBuffer());
      return { event: arrived, body };
    } catch (cause) {
      return { event: { ...arrived, failure: "connection" }, cause };
    }
  }

  return within(timeoutMs, signals, send(), (failure, cause) => {
    controller.abort();
    return { event: { ...arrived, failure }, cause };
  });
}

function headOf({ status, headers }: FetchedResponse): Head {
  const head: Head = { status };
  for (const [field, name] of HEADERS) {
    const value = headers.get(name);
    if (value !== null) head[field] = value;
  }
  for (const [field, name] of DATES) {
    const value = Date.parse(headers.get(name) ?? "");
    if (value >= 0) head[field] = value;
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
] as const;

/** Which of them it wants read as dates, which the platform does. */
const DATES = [
  ["dateMs", "date"],
  ["retryDateMs", "retry-after"],
] as const;
