// The request schemas in Node, Deno, Bun, development builds and wherever nothing else is known. The types are written out, because
// everybody's declarations are made of this file.
import type {
  AnalyticsQuery,
  ConversionStatusQuery,
  CreateLead,
  CreateTicket,
  ListLeads,
  UpdateLead,
} from "../generated/models.js";
import { load } from "../loaders/inline.js";
import { schema } from "../schema/schema.js";
import type { StandardSchema } from "../schema/standard.js";

export * from "../schema/public.js";

/**
 * What `leads.create` takes.
 *
 * Like all schemas here it is the client's own check, behind the interface of Standard Schema: React Hook Form, tRPC, Hono, ky and
 * others take it as it is. Each issue names its field, in the words of the API's `details`; a field that there is not is one too.
 *
 * The value answered is a copy: the JSON that would be sent, read again. So fields that are `undefined` are gone, a `Date` is text, and what
 * happens to the input meanwhile does not matter. What JSON has no way to say (a function, `NaN`) is an issue.
 *
 * Source: “Create Lead”.
 *
 * @example
 * ```ts
 * import { createLead } from "konektor/schema";
 *
 * const result = await createLead["~standard"].validate({ firstName: "Andi", email: "andi" });
 * if (result.issues) console.log(result.issues); // [{ message: "Invalid email", path: ["email"] }]
 * else console.log(result.value.firstName);
 * ```
 */
export const createLead: StandardSchema<CreateLead> = /* @__PURE__ */ schema(load, "leads.create");

/**
 * What `leads.update` takes. `null` clears what may be empty; an update without any field is refused.
 *
 * Source: “Update Lead”.
 *
 * @example
 * ```ts
 * import { updateLead } from "konektor/schema";
 *
 * const { issues } = await updateLead["~standard"].validate({ notes: null, status: "archived" });
 * console.log(issues?.[0]?.path); // ["status"]
 * ```
 */
export const updateLead: StandardSchema<UpdateLead> = /* @__PURE__ */ schema(load, "leads.update");

/**
 * What `support.createTicket` takes.
 *
 * Source: “Create Support Ticket”.
 *
 * @example
 * ```ts
 * import { createTicket } from "konektor/schema";
 *
 * const { issues } = await createTicket["~standard"].validate({ subject: "Hi" });
 * console.log(issues?.map(({ path }) => path)); // [["subject"], ["message"]]
 * ```
 */
export const createTicket: StandardSchema<CreateTicket> = /* @__PURE__ */ schema(load, "support.createTicket");

/**
 * What `leads.list` takes. Numbers have to be numbers: the values of a URL's query are text, so turn `page` and `limit` into numbers first.
 *
 * Source: “List Leads”.
 *
 * @example
 * ```ts
 * import { listLeads } from "konektor/schema";
 *
 * const query = Object.fromEntries(new URLSearchParams("status=new&limit=10"));
 * const { issues } = await listLeads["~standard"].validate({ ...query, limit: Number(query.limit) });
 * console.log(issues); // undefined
 * ```
 */
export const listLeads: StandardSchema<ListLeads> = /* @__PURE__ */ schema(load, "leads.list");

/**
 * What `analytics.summary`, `analytics.funnel` and `analytics.campaigns` take. `from` may not be after `to`.
 *
 * Source: “Analytics Summary”.
 *
 * @example
 * ```ts
 * import { analyticsQuery } from "konektor/schema";
 *
 * const { issues } = await analyticsQuery["~standard"].validate({ from: "2025-02-01", to: "2025-01-01" });
 * console.log(issues); // [{ message: "After to", path: ["from"] }]
 * ```
 */
export const analyticsQuery: StandardSchema<AnalyticsQuery> = /* @__PURE__ */ schema(load, "analytics.summary");

/**
 * What `conversions.status` takes. `from` may not be after `to`.
 *
 * Source: “Conversion Sync Status”.
 *
 * @example
 * ```ts
 * import { conversionStatusQuery } from "konektor/schema";
 *
 * const { issues } = await conversionStatusQuery["~standard"].validate({ platform: "meta", timeframe: "today" });
 * console.log(issues); // undefined
 * ```
 */
export const conversionStatusQuery: StandardSchema<ConversionStatusQuery> = /* @__PURE__ */ schema(
  load,
  "conversions.status",
);
