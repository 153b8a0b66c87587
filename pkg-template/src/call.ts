// One call from its arguments to its answer. Rust decides every step: what to send, how long to wait, whether to repeat, what
// the answer is worth. This file does what was decided and reports how it went.

import type * as Exports from "../wasm/client/konektor.js";
import { AbortError, TimeoutError, UsageError } from "./errors.js";
import { exchange, type Fetch } from "./exchange.js";
import { failure } from "./failure.js";
import type { RequestOptions } from "./options.js";
import type { ResponseMeta } from "./outcome.js";
import type { Glue, Load, Wasm } from "./wasm.js";
import { within } from "./within.js";

/** What is called of a binary that has the client's face. */
export type CallFace = Glue &
  Pick<typeof Exports, "start" | "resumeResponse" | "resumeFailure" | "resumeSlept" | "stateLength">;

/** What all calls of a client have in common. */
export interface Settings {
  readonly wasm: Wasm<CallFace>;
  readonly load: Load;
  readonly fetch: Fetch;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly userAgent: string | undefined;
  readonly pacing: boolean;
  readonly defaults: RequestOptions;
}

/** What distinguishes a call. */
export interface Request {
  /** The operation's name in Rust, such as `leads.list`. */
  readonly operation: string;
  /** The resource's identifier. */
  readonly id?: string;
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

/** Binds what a client's calls have in common. The state in it (pacing, retry budget) is Rust's and is only kept here. */
export function calls(settings: Settings): MakeCall {
  const { wasm, load, fetch, baseUrl, apiKey, userAgent, pacing, defaults } = settings;
  let state: Float64Array | undefined;

  return async ({ operation, id, input, options, signal }) => {
    // Written down at once: what the caller changes afterwards is not meant.
    const body = json(input);
    const timeoutMs = options?.timeoutMs ?? defaults.timeoutMs ?? 30_000;
    const signals = [options?.signal, defaults.signal, signal].filter((one) => one !== undefined);
    const call: Exports.Call = {
      operation,
      baseUrl,
      timeoutMs,
      maxRetries: options?.maxRetries ?? defaults.maxRetries ?? 2,
      pacing,
      headers: Object.entries({
        ...(userAgent && { "user-agent": userAgent }),
        ...defaults.headers,
        ...options?.headers,
      }),
      ...(id !== undefined && { id }),
      ...(apiKey !== undefined && { apiKey }),
    };

    const life = await within(timeoutMs, signals, wasm.ready(load), (cut, reason) => {
      throw cut === "aborted"
        ? new AbortError({ code: "ABORTED", message: "The call was aborted before it was sent." }, reason)
        : new TimeoutError({ code: "TIMEOUT", message: "WebAssembly did not load in time.", phase: "load" });
    });
    const ends = [life, ...signals];
    let received: Uint8Array<ArrayBuffer> = new Uint8Array();
    let cause: unknown;

    function decide(ask: (face: CallFace, ...rest: [Float64Array, number, number]) => Exports.Step): Exports.Step {
      return wasm.run(life, (face) => {
        state ??= new Float64Array(face.stateLength());
        return ask(face, state, Date.now(), Math.random());
      });
    }

    let step = decide((face, ...rest) => face.start(call, body, ...rest));
    for (;;) {
      const { type } = step;
      if (type === "done") {
        const { type: _, ...meta } = step;
        return { ...meta, body: received };
      }
      if (type === "failed") throw failure(step.error, cause, apiKey);
      const { id } = step;
      if (type === "sleep") {
        const cut = await within(step.ms, ends, forever, (cut, reason) => {
          cause = reason;
          return cut;
        });
        step = decide((face, ...rest) =>
          cut === "timeout" ? face.resumeSlept(id, ...rest) : face.resumeFailure(id, cut, "connect", ...rest),
        );
      } else {
        const result = await exchange(fetch, step, body, ends);
        step = decide((face, ...rest) => {
          if ("failure" in result) {
            cause = result.cause;
            return face.resumeFailure(id, result.failure, result.phase, ...rest);
          }
          received = result.body;
          return face.resumeResponse(id, result.head, received, ...rest);
        });
      }
    }
  };
}

/** Settles never: what is waited for is the time. */
const forever = /* @__PURE__ */ new Promise<never>(() => {});

function json(input: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (input === undefined) return undefined;
  if (input instanceof Uint8Array) return input as Uint8Array<ArrayBuffer>;
  try {
    return new TextEncoder().encode(JSON.stringify(input));
  } catch (cause) {
    throw new UsageError({ code: "USAGE_ERROR", message: "The input cannot be written as JSON." }, cause);
  }
}
