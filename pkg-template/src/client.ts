// The client: reads the options once, and hands each resource the means to make calls. Where the binary comes from is decided
// by the entry that extends it; what a call does is decided in `call.ts` and in Rust.

import { json, text } from "./answer.js";
import { type CallFace, calls, type MakeCall, TIMEOUT_MS } from "./call.js";
import { UsageError } from "./errors.js";
import type { Fetch } from "./fetch.js";
import { logTo } from "./log.js";
import type { CustomRequestOptions, KonektorOptions, RequestOptions } from "./options.js";
import { CallPromise } from "./outcome.js";
import { Analytics } from "./resources/analytics.js";
import { Conversions } from "./resources/conversions.js";
import { Leads } from "./resources/leads.js";
import { Support } from "./resources/support.js";
import { WorkspaceInfo } from "./resources/workspace.js";
import { environmentKey, inBrowser, userAgent } from "./runtime.js";
import { type Load, loadFrom, type Wasm } from "./wasm.js";

/** What every entry's `Konektor` is. */
export class KonektorClient {
  readonly #call: MakeCall;
  /** Leads: list, get, create, update. */
  readonly leads: Leads;
  /** Analytics: summary, funnel, campaigns. */
  readonly analytics: Analytics;
  /** Conversions: how far they have reached the ad platforms. */
  readonly conversions: Conversions;
  /** The workspace that the key belongs to. */
  readonly workspace: WorkspaceInfo;
  /** Konektor's support. */
  readonly support: Support;

  /** @internal */
  constructor(wasm: Wasm<CallFace>, load: Load, options: KonektorOptions = {}) {
    this.#call = connect(wasm, load, options);
    this.leads = new Leads(this.#call, options.timeoutMs ?? TIMEOUT_MS);
    this.analytics = new Analytics(this.#call);
    this.conversions = new Conversions(this.#call);
    this.workspace = new WorkspaceInfo(this.#call);
    this.support = new Support(this.#call);
  }

  /**
   * The API's description of itself for agents, in Markdown. Needs no key.
   *
   * Source: “SKILL.md (this document)”.
   */
  skill(options?: RequestOptions): CallPromise<string> {
    return new CallPromise(this.#call({ operation: "skill", options }).then(text));
  }

  /**
   * Sends a request that this version has no method for, with the key, retries, pacing, deadline and errors of all others, and
   * answers the body as it came, the envelope included; `undefined` when it is empty. Only that it is JSON is checked. A POST is
   * sent again only after a 429, all others as reads are.
   *
   * @param method - The HTTP method.
   * @param path - Below the base URL, such as `/api/v2/agent/tags`; encoded, and without `..`.
   * @param options - The query and the JSON body, and what may be decided for every call.
   *
   * @example
   * ```ts
   * const { data } = await konektor.request<{ data: { name: string }[] }>("GET", "/api/v2/agent/tags", { query: { limit: 10 } });
   * ```
   */
  request<T = unknown>(
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    options: CustomRequestOptions = {},
  ): CallPromise<T> {
    const { query, body, ...rest } = options;
    const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
    const search = given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
    const request = { operation: method, path: path + search, input: body, options: rest };
    return new CallPromise(this.#call(request).then(json<T>));
  }
}

/**
 * Turns a client's options into the means to make calls.
 *
 * @internal
 */
export function connect(wasm: Wasm<CallFace>, load: Load, options: KonektorOptions): MakeCall {
  const { baseUrl = "https://konektor.id", pacing, dangerouslyAllowBrowser, wasm: source, ...rest } = options;
  const browser = inBrowser();
  if (!browser && baseUrl.startsWith("/")) {
    throw new UsageError({
      code: "USAGE_ERROR",
      message: "A path as `baseUrl` needs a page; here it has to be the whole address.",
    });
  }
  const apiKey = rest.apiKey ?? (browser || baseUrl.startsWith("/") ? undefined : environmentKey());
  if (browser && apiKey !== undefined && !dangerouslyAllowBrowser) {
    throw new UsageError({
      code: "USAGE_ERROR",
      message:
        'Everybody who opens a page can read the API key in it. Let the page talk to its own origin: `baseUrl: "/api/konektor"` here, ' +
        "`konektor/proxy` there. `dangerouslyAllowBrowser: true` allows the key where nobody else opens the page.",
    });
  }
  // Called as a plain function: browsers refuse a `fetch` that is called as somebody's method.
  const plain: Fetch = rest.fetch ?? ((url, init) => fetch(url, init));
  return calls({
    wasm,
    load: source ? loadFrom(source) : load,
    fetch: (rest.middleware ?? []).reduceRight((next, wrap) => wrap(next), plain),
    baseUrl,
    apiKey,
    userAgent: userAgent(),
    pacing: pacing !== "off",
    log: logTo(rest.logger, rest.logLevel),
    defaults: rest,
  });
}
