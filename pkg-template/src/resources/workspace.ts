// The workspace: its settings, its plan and its use.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { Workspace } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import type { CallPromise } from "../outcome.js";

/** What there is to ask about the workspace. */
export class WorkspaceInfo {
  readonly #call: MakeCall;

  /** @internal */
  constructor(call: MakeCall) {
    this.#call = call;
  }

  /**
   * Gets the workspace that the key belongs to.
   *
   * Source: “Workspace Info”. Scope: `agent.workspace.read`. Throws a `PermissionDeniedError` when the key lacks it.
   *
   * @example
   * ```ts
   * const { timezone, usage } = await konektor.workspace.get();
   * ```
   */
  get(options?: RequestOptions): CallPromise<Workspace> {
    return ask(this.#call, { operation: "workspace.get", options });
  }
}
