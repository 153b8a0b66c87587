// Leads: list, get, create, update. What looks leads up is loaded when it is first needed: few pages do, and all would pay for it.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { CreateLead, Lead, ListLeads, UpdateLead } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import { CallPromise } from "../outcome.js";
import { ListPromise } from "../page.js";

/** What a lead is found by: one of these. */
export type FindLead = OneOf<{
  /** The code by which people and chats name the lead. */
  readonly uniqueCode: string;
  /** With the country's code: it is compared by its digits, so `+62 812-…` finds `62812…`, and `0812…` does not. */
  readonly phone: string;
  /** Upper and lower case are one. */
  readonly email: string;
  /** The lead's identifier in your system. */
  readonly externalRef: string;
}>;

/** What can be decided for creating a lead. */
export interface CreateOptions extends RequestOptions {
  /** Creates the lead at most once, by looking it up; see {@link Leads.create}. Default: `false`. */
  readonly once?: boolean | undefined;
}

type OneOf<T> = { [K in keyof T]: Pick<T, K> & { readonly [O in Exclude<keyof T, K>]?: never } }[keyof T];

/** The operations on leads. */
export class Leads {
  readonly #call: MakeCall;
  readonly #timeoutMs: number;

  /** @internal */
  constructor(call: MakeCall, timeoutMs: number) {
    this.#call = call;
    this.#timeoutMs = timeoutMs;
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
   * Finds the lead that has exactly this code, phone or e-mail address; `undefined` when there is none. Where several have it, the
   * one that was created last: a person may well have asked twice, and `list({ search })` shows all. It reads as many pages of the
   * search as it takes, each within `timeoutMs`.
   *
   * The documented answers have no `externalRef`. A lead that the search found by it, and whose answer does not show it, may be
   * the one or another: that is a `KonektorError` with the code `NOT_VERIFIABLE`, never a guess.
   *
   * Source: “List Leads”, `search` (at most 200 UTF-16 units). Scope: `agent.leads.read`. Throws a `UsageError` when nothing or
   * more than one thing is asked for.
   */
  find(by: FindLead, options?: RequestOptions): CallPromise<Lead | undefined> {
    return new CallPromise(import("../find.js").then(({ find }) => find(this, by, options)));
  }

  /**
   * Creates a lead. It is sent once, unless the API says that it refused to look at it (429): an error whose `outcomeUnknown` is
   * true may have created the lead all the same.
   *
   * With `once: true` that is looked into. A lead with an `externalRef` is looked for before anything is sent, so that calling
   * again with the same one finds what is there. When the outcome of sending it is unknown, it is not sent again but looked for
   * until `timeoutMs` is over (half of which sending may take), and then an `OutcomeUnknownError` is thrown, with whose
   * `externalRef` and `uniqueCode` you may call again a minute later. Keep the `externalRef` where a crash does not reach it:
   * without a stored one a single call is protected. A lead is told by its `uniqueCode`, which is derived from `externalRef`
   * unless you give one. What this cannot promise is in the guide, under “Delivered once”.
   *
   * Source: “Create Lead”. Scope: `agent.leads.write`; with `once` also `agent.leads.read`. Throws a `ValidationError` before
   * anything is sent when a field is wrong.
   *
   * @example
   * ```ts
   * const lead = await konektor.leads.create({ firstName: "Andi", externalRef: `order-${order.id}` }, { once: true });
   * ```
   */
  create(lead: CreateLead, options?: CreateOptions): CallPromise<Lead> {
    if (options?.once) {
      const once = import("../once.js").then(({ createOnce }) =>
        createOnce(this.#call, this, lead, options, this.#timeoutMs),
      );
      return new CallPromise(once);
    }
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
