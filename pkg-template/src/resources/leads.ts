// Leads: list, get, create, update.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { CreateLead, Lead, ListLeads, UpdateLead } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import type { CallPromise } from "../outcome.js";
import { ListPromise } from "../page.js";

/** The operations on leads. */
export class Leads {
  readonly #call: MakeCall;

  /** @internal */
  constructor(call: MakeCall) {
    this.#call = call;
  }

  /**
   * Lists leads: awaited, one page; iterated, all of them.
   *
   * Source: “List Leads”. Scope: `agent.leads.read`.
   *
   * @example
   * ```ts
   * for await (const lead of konektor.leads.list({ status: "new" })) console.log(lead.id);
   * const page = await konektor.leads.list({ limit: 10 });
   * ```
   */
  list(query?: ListLeads, options?: RequestOptions): ListPromise<Lead> {
    return new ListPromise(this.#call, "leads.list", query, options);
  }

  /**
   * Gets a lead by its `id`.
   *
   * Source: “Get Lead”. Scope: `agent.leads.read`. Throws a `NotFoundError` when there is none or it was deleted.
   */
  get(id: string, options?: RequestOptions): CallPromise<Lead> {
    return this.#one("leads.get", { id, options });
  }

  /**
   * Creates a lead. It is sent once, unless the API says that it refused to look at it (429): an error whose `outcomeUnknown` is
   * true may have created the lead all the same.
   *
   * Source: “Create Lead”. Scope: `agent.leads.write`. Throws a `ValidationError` before anything is sent when a field is wrong.
   */
  create(lead: CreateLead, options?: RequestOptions): CallPromise<Lead> {
    return this.#one("leads.create", { input: lead ?? null, options });
  }

  /**
   * Changes a lead. What is left out stays as it is; `null` clears. The answer may hold some of the fields only.
   *
   * Source: “Update Lead”. Scope: `agent.leads.write`. Throws a `ValidationError` when there is nothing to change.
   */
  update(id: string, changes: UpdateLead, options?: RequestOptions): CallPromise<Lead> {
    return this.#one("leads.update", { id, input: changes ?? null, options });
  }

  #one(operation: string, request: Omit<Parameters<MakeCall>[0], "operation">): CallPromise<Lead> {
    return ask(this.#call, { operation, ...request });
  }
}
