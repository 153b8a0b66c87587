// One call from its arguments to its answer. Rust decides every step: what to send, how long to wait, whether to repeat, what
// the answer is worth. This file does what was decided and reports how it went.

import type * as Exports from "../wasm/client/konektor.js";
import { AbortError, TimeoutError } from "./errors.js";
import { exchange } from "./exchange.js";
import { failure } from "./failure.js";
import type { Fetch } from "./fetch.js";
import { json } from "./json.js";
import type { Log } from "./log.js";
import type { RequestOptions } from "./options.js";
import type { ResponseMeta } from "./outcome.js";
import type { Glue, Load, Wasm } from "./wasm.js";
import { within } from "./within.js";

/** What is called of a binary that has the client's face. */
export type CallFace = Glue & Pick<typeof Exports, "advance">;

/** What all calls of a client have in common. */
export interface Settings {
  readonly wasm: Wasm<CallFace>;
  readonly load: Load;
  readonly fetch: Fetch;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly userAgent: string | undefined;
  readonly pacing: boolean;
  readonly log: Log;
  readonly defaults: RequestOptions;
}

/** What distinguishes a call. */
export interface Request {
  /** The operation's name in Rust, such as `leads.list`; the method, where there is a `path`. */
  readonly operation: string;
  /** The path of a request that no operation stands for. */
  readonly path?: string;
  /** The resource's identifier. */
  readonly id?: string;
  /** Whether only to check what would be sent. */
  readonly check?: boolean;
  /** The query or the body, before it is written as JSON; or JSON that is written already. */
  readonly input?: unknown;
  readonly options?: RequestOptions | undefined;
  /** Ends the call like the caller's own signal. */
  readonly signal?: AbortSignal;
}

/** A checked answer. */
export interface Answer extends ResponseMeta {
  /** The body as it arrived. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Makes calls: what a client's resources are given. */
export type MakeCall = (request: Request) => Promise<Answer>;

/** Milliseconds for a call that was not told otherwise. */
export const TIMEOUT_MS = 30_000;

/** Binds what a client's calls have in common. The state in it (pacing, retry budget) is Rust's and is only kept here. */
export function calls(settings: Settings): MakeCall {
  const { wasm, load, fetch, baseUrl, apiKey, userAgent, pacing, log, defaults } = settings;
  let state: Exports.Session = { spent: 0, resumeAt: 0 };

  return async ({ operation, path, id, check, input, options, signal }) => {
    // Written down at once: what the caller changes afterwards is not meant.
    const body = json(input);
    const timeoutMs = options?.timeoutMs ?? defaults.timeoutMs ?? TIMEOUT_MS;
    const signals = [options?.signal, defaults.signal, signal].filter((one) => one !== undefined);
    const begun: Omit<Exports.Call, keyof Exports.Session> = {
      ...(path === undefined ? { operation } : { method: operation, path }),
      baseUrl,
      timeoutMs,
      maxRetries: options?.maxRetries ?? defaults.maxRetries ?? 2,
      pacing,
      headers: { ...(userAgent && { "user-agent": userAgent }), ...defaults.headers, ...options?.headers },
      ...(id !== undefined && { id }),
      ...(check && { check }),
      ...(apiKey !== undefined && { apiKey }),
    };

    const life = await within(timeoutMs, signals, wasm.ready(load), (cut, reason) => {
      // What hangs may hang for good, and the next call tries afresh.
      if (cut === "timeout") wasm.forget();
      throw cut === "aborted"
        ? new AbortError({ code: "ABORTED", message: "The call was aborted before it was sent." }, reason)
        : new TimeoutError({ code: "TIMEOUT", message: "WebAssembly did not load in time.", phase: "load" });
    });
    const ends = [life, ...signals];
    let received: Uint8Array<ArrayBuffer> = new Uint8Array();
    let cause: unknown;
    let attempt = 0;

    /** Asks Rust for the next step; the state may have changed since the last one, through other calls. */
    function advance(message: object, bytes?: Uint8Array): Exports.Step {
      const step = JSON.parse(
        wasm.run(life, (face) => face.advance(encode({ ...message, ...state }), bytes, Date.now(), Math.random())),
      ) as Exports.Step;
      state = { spent: step.spent, resumeAt: step.resumeAt };
      return step;
    }

    let step = advance(begun, body);
    for (;;) {
      const { type } = step;
      if (type === "done") {
        const { status, requestId, rateLimit } = step;
        return {
          status,
          ...(requestId !== undefined && { requestId }),
          ...(rateLimit && { rateLimit }),
          body: received,
        };
      }
      if (type === "failed") {
        const { code, status, requestId } = step.error;
        log("warn", "failed", { operation, attempt, code, status, requestId });
        throw failure(step.error, cause, apiKey);
      }
      const { call } = step;
      if (type === "sleep") {
        log("info", "waits", { operation, attempt, ms: step.ms, reason: step.reason });
        const cut = await within(step.ms, ends, new Promise<never>(() => {}), (cut, reason) => {
          cause = reason;
          return cut;
        });
        step = advance({ call, ...(cut !== "timeout" && { failure: cut }) });
      } else {
        const sent = { operation, path: step.url.replace(/^\w+:\/\/[^/]*|\?.*/g, ""), attempt: ++attempt };
        const started = Date.now();
        log("debug", "sends", sent);
        const { event, body: bytes, cause: why } = await exchange(fetch, step, body, ends);
        const { status, requestId } = event.head ?? {};
        log("debug", "received", { ...sent, status, requestId, code: event.failure, ms: Date.now() - started });
        cause = why;
        received = bytes ?? received;
        step = advance({ call, ...event }, bytes);
      }
    }
  };
}

function encode(message: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}
