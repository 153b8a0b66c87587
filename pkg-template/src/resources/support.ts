// Support: tickets to Konektor's own people.

import { ask } from "../answer.js";
import type { MakeCall } from "../call.js";
import type { CreateTicket, Ticket } from "../generated/models.js";
import type { RequestOptions } from "../options.js";
import type { CallPromise } from "../outcome.js";

/** Konektor's support. */
export class Support {
  readonly #call: MakeCall;

  /** @internal */
  constructor(call: MakeCall) {
    this.#call = call;
  }

  /**
   * Creates a ticket. Like a lead it is sent once, unless the API says that it refused to look at it (429): an error whose
   * `outcomeUnknown` is true may have created the ticket all the same.
   *
   * Source: “Create Support Ticket”. Scope: `agent.support.write`. Throws a `ValidationError` before anything is sent when a field
   * is wrong, and a `PermissionDeniedError` when the key lacks the scope.
   *
   * @example
   * ```ts
   * const { ticketRef } = await konektor.support.createTicket({ subject: "Pixel silent", message: "Since yesterday." });
   * ```
   */
  createTicket(ticket: CreateTicket, options?: RequestOptions): CallPromise<Ticket> {
    return ask(this.#call, { operation: "support.createTicket", input: ticket ?? null, options });
  }
}
