// Conversions: what has been reported back to the ad platforms, and what has not.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { ConversionStatus, ConversionStatusQuery, PendingConversion } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import type { CallPromise } from "../outcome.js";

/** How far conversions have reached the ad platforms. */
export class Conversions {
  readonly #call: MakeCall;

  /** @internal */
  constructor(call: MakeCall) {
    this.#call = call;
  }

  /**
   * Counts leads by how far their conversions got. `from` and `to` override the preset; `from` after `to` is a `ValidationError`.
   *
   * Source: “Conversion Sync Status”. Scope: `agent.conversions.read`. Throws a `PermissionDeniedError` when the key lacks it.
   *
   * @example
   * ```ts
   * const { failed } = await konektor.conversions.status({ timeframe: "today", platform: "meta" });
   * ```
   */
  status(query?: ConversionStatusQuery, options?: RequestOptions): CallPromise<ConversionStatus> {
    return ask(this.#call, { operation: "conversions.status", input: query, options });
  }

  /**
   * Names the leads whose conversions wait or failed. The API documents no pages for them: what it answers is all there is to see.
   *
   * Source: “Pending Conversions”. Scope: `agent.conversions.read`. Throws a `PermissionDeniedError` when the key lacks it.
   */
  pending(options?: RequestOptions): CallPromise<PendingConversion[]> {
    return ask(this.#call, { operation: "conversions.pending", options });
  }
}
