// What `konektor/schema` offers beside the schemas themselves; the same for every runtime.

export type { JsonSchema } from "../generated/json-schemas.js";
export type {
  AdPlatform,
  AnalyticsQuery,
  ConversionStatusQuery,
  CreateLead,
  CreateTicket,
  LeadPriority,
  LeadSource,
  LeadStatus,
  ListLeads,
  SortField,
  SortOrder,
  TicketPriority,
  Timeframe,
  UpdateLead,
} from "../generated/models.js";
export { jsonSchemas } from "./json-schemas.js";
export type { StandardIssue, StandardResult, StandardSchema } from "./standard.js";
