// The request schemas in Cloudflare Workers. They are documented in schema-inline.ts, whose declarations are everybody's.
import { load } from "../loaders/workerd.js";
import { schema } from "../schema/schema.js";

export * from "../schema/public.js";

export const createLead = /* @__PURE__ */ schema(load, "leads.create");
export const updateLead = /* @__PURE__ */ schema(load, "leads.update");
export const createTicket = /* @__PURE__ */ schema(load, "support.createTicket");
export const listLeads = /* @__PURE__ */ schema(load, "leads.list");
export const analyticsQuery = /* @__PURE__ */ schema(load, "analytics.summary");
export const conversionStatusQuery = /* @__PURE__ */ schema(load, "conversions.status");
