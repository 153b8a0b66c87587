// The same requests as JSON Schema, for those who have no use for a check: form builders, agents, documentation.

import {
  analyticsQuery,
  conversionStatusQuery,
  createLead,
  createTicket,
  listLeads,
  updateLead,
} from "../generated/json-schemas.js";

/**
 * What each operation takes, as JSON Schema 2020-12. Order of dates and `page` together with `cursor` are beyond it: the Standard
 * Schemas beside it check those too. Without them in a bundle, neither is the core.
 *
 * @example
 * ```ts
 * import { jsonSchemas } from "konektor/schema";
 *
 * const tool = { name: "create_lead", inputSchema: jsonSchemas.createLead };
 * console.log(tool.inputSchema.title); // CreateLead
 * ```
 */
export const jsonSchemas = {
  createLead,
  updateLead,
  createTicket,
  listLeads,
  analyticsQuery,
  conversionStatusQuery,
};
