// Analytics: summary, funnel, campaigns. All three take the same query.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { AnalyticsQuery, AnalyticsSummary, CampaignPerformance, FunnelStep } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import type { CallPromise } from "../outcome.js";

/** The analyses of a span of time: a preset, or `from` and `to`, which override it. `from` after `to` is a `ValidationError`. */
export class Analytics {
  readonly #call: MakeCall;

  /** @internal */
  constructor(call: MakeCall) {
    this.#call = call;
  }

  /**
   * Counts leads and conversions.
   *
   * Source: “Analytics Summary”. Scope: `agent.analytics.read`. Throws a `PermissionDeniedError` when the key lacks it.
   *
   * @example
   * ```ts
   * const { totalLeads } = await konektor.analytics.summary({ timeframe: "last_7_days" });
   * ```
   */
  summary(query?: AnalyticsQuery, options?: RequestOptions): CallPromise<AnalyticsSummary> {
    return this.#ask("summary", query, options);
  }

  /**
   * Counts the leads at each status.
   *
   * Source: “Analytics Funnel”. Scope: `agent.analytics.read`. Throws a `PermissionDeniedError` when the key lacks it.
   */
  funnel(query?: AnalyticsQuery, options?: RequestOptions): CallPromise<FunnelStep[]> {
    return this.#ask("funnel", query, options);
  }

  /**
   * Tells what each campaign brought.
   *
   * Source: “Campaign Performance”. Scope: `agent.analytics.read`. Throws a `PermissionDeniedError` when the key lacks it.
   */
  campaigns(query?: AnalyticsQuery, options?: RequestOptions): CallPromise<CampaignPerformance[]> {
    return this.#ask("campaigns", query, options);
  }

  #ask<T>(what: string, input?: AnalyticsQuery, options?: RequestOptions): CallPromise<T> {
    return ask(this.#call, { operation: `analytics.${what}`, input, options });
  }
}
