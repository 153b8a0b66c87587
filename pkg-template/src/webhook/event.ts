// What a verified webhook says. The event's name comes from a header, its body from the request; the bodies' tables are Rust's.

import type { WebhookBodies } from "../generated/models.js";

/**
 * The name of an event that this version does not know. It is a string as it came; that the compiler takes it for an enumeration of
 * its own lets `switch (event.type)` tell the known events from it. To compare it, take it as a `string` first.
 */
export declare enum UnknownEventName {
  /** Stands for every name there is. */
  Any = "",
}

/** An event that this version does not know, with whatever its body holds. */
export interface UnknownEvent {
  /** The event's name, as its header gives it. */
  readonly type: UnknownEventName;
  /** The members of the body. */
  readonly [member: string]: unknown;
}

/**
 * What happened, told by `type`, with the members of the body beside it. Members that this version does not know are there too,
 * unchanged.
 *
 * @example
 * ```ts
 * import type { WebhookEvent } from "konektor/webhook";
 *
 * export function describe(event: WebhookEvent): string {
 *   switch (event.type) {
 *     case "lead.created":
 *       return `a new lead: ${event.lead.id}`;
 *     case "lead.updated":
 *       return `${event.lead.id} is ${event.newStatus ?? "as it was"}`;
 *     default:
 *       return `something new: ${event.type}`;
 *   }
 * }
 * ```
 */
export type WebhookEvent =
  | { [Name in keyof WebhookBodies]: WebhookBodies[Name] & { readonly type: Name } }[keyof WebhookBodies]
  | UnknownEvent;
