// What a caller may decide: once for a client, and again for each call.

import type { Fetch } from "./fetch.js";
import type { Logger, LogLevel } from "./log.js";
import type { WasmSource } from "./wasm-source.js";

/** What can be decided for one call. Whatever is left out is as the client was told. */
export interface RequestOptions {
  /** Milliseconds for the whole call, all attempts and waits included. Default: 30 000. */
  timeoutMs?: number | undefined;
  /** How often a failed attempt may be repeated, where repeating is safe. Default: 2. */
  maxRetries?: number | undefined;
  /** Ends the call at once when aborted. The error is an `AbortError` whose `cause` is the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Headers to send besides the SDK's own. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What goes with a request that the SDK has no method for. */
export interface CustomRequestOptions extends RequestOptions {
  /** The query; what is `undefined` is left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** The body, which is sent as JSON. */
  body?: unknown;
}

/**
 * Stands around each attempt of each call: it is given the next one's `fetch` and answers one of its own. The `headers` of its
 * `init` are pairs and hold the key. It runs inside the attempt's share of `timeoutMs`, and what it throws is a failed connection.
 *
 * @example
 * ```ts
 * const timed: Middleware = (next) => async (url, init) => {
 *   const started = performance.now();
 *   const response = await next(url, init);
 *   histogram.record(performance.now() - started, { status: response.status });
 *   return response;
 * };
 * ```
 */
export type Middleware = (next: Fetch) => Fetch;

/** What can be decided for a client. */
export interface KonektorOptions extends RequestOptions {
  /** The API key. Default: the environment variable `KONEKTOR_API_KEY`, where there is an environment. */
  apiKey?: string | undefined;
  /**
   * Where the API is. Default: `https://konektor.id`. Other than https only on loopback. In a page it may be a path of the
   * page's own origin, such as `/api/konektor`, where `konektor/proxy` answers; then no key is needed.
   */
  baseUrl?: string | undefined;
  /** What to send requests with, such as a service binding's `fetch`. Default: the global `fetch`. */
  fetch?: Fetch | undefined;
  /** Stands around each attempt, the first one outermost. */
  middleware?: readonly Middleware[] | undefined;
  /** Whom to tell what calls do, such as `console`. No key, header, body or query is ever told. Default: nobody. */
  logger?: Logger | undefined;
  /** The least that is told: `debug` adds each attempt, `info` has waits, `warn` failed calls. Default: `"info"`. */
  logLevel?: LogLevel | undefined;
  /** `"off"`: do not wait for the next window when the API has said that this one is used up. Default: `"on"`. */
  pacing?: "on" | "off" | undefined;
  /** Allows an API key in a browser, where everybody who opens the page can read it. Default: `false`. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** The wasm binary, `konektor/konektor.wasm`, where the package's own copy cannot be loaded. The first call of all clients decides. */
  wasm?: WasmSource | undefined;
}
