// The request schemas of the Agent API as a user of zod 3 would write them down from the API's own
// document: each field's type, limits and values, in zod's plain words and with zod's default
// messages. This file was written before its author saw ours, and imports nothing but zod, so that
// it can judge our validators. What our reading adds to the document (null in an update, bare dates,
// offsets, refused unknown fields, …) is not here: `differences.mjs` names each.
import { z } from "zod";

// "Values Reference"
const status = z.enum([
  "pageview",
  "new",
  "contacted",
  "responded",
  "qualified",
  "hot",
  "proposal",
  "negotiation",
  "invoice",
  "won",
  "lost",
]);
const priority = z.enum(["low", "medium", "high", "urgent"]);
const source = z.enum(["website", "whatsapp", "phone", "email", "referral", "social", "ads", "event", "other"]);
const adPlatform = z.enum(["meta", "google", "tiktok", "linkedin", "posthog", "other"]);
const timeframe = z.enum(["today", "last_7_days", "last_30_days", "current_week", "current_month", "all_time"]);

// "string (UUID)", "string (ISO 8601)": the check that zod 3 has under that name, without options.
const uuid = z.string().uuid();
const iso8601 = z.string().datetime();

// "Create Lead". The row without a name ("string, No, Email address") is `email`: the document's
// example sends it.
export const createLead = z.object({
  firstName: z.string().min(1).max(100),
  lastName: z.string().max(100).optional(),
  email: z.string().email().optional(),
  phone: z.string().max(20).optional(),
  status: status.optional(),
  priority: priority.optional(),
  source: source.optional(),
  adPlatform: adPlatform.optional(),
  notes: z.string().max(5000).optional(),
  uniqueCode: z.string().max(100).optional(),
  externalRef: z.string().max(150).optional(),
  assignedTo: uuid.optional(),
  estimatedValue: z.number().optional(),
  actualValue: z.number().optional(),
});

// "Update Lead": "Same fields as Create Lead, all optional".
export const updateLead = createLead.partial();

// "List Leads". `page` and `limit` are "integer" in the document and numbers in a typed client, so
// they are judged as numbers: that a query string carries them as text is the wire's affair.
export const listLeads = z.object({
  page: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(100).optional(),
  cursor: z.string().optional(),
  status: status.optional(),
  priority: priority.optional(),
  source: source.optional(),
  adPlatform: adPlatform.optional(),
  assignedTo: uuid.optional(),
  createdFrom: iso8601.optional(),
  createdTo: iso8601.optional(),
  search: z.string().max(200).optional(),
  sortBy: z.enum(["createdAt", "updatedAt"]).optional(),
  sortOrder: z.enum(["asc", "desc"]).optional(),
});

// "Analytics Summary", and by reference "Analytics Funnel" and "Campaign Performance".
export const analytics = z.object({
  timeframe: timeframe.optional(),
  from: iso8601.optional(),
  to: iso8601.optional(),
});

// "Conversion Sync Status"
export const conversionStatus = z.object({
  timeframe: timeframe.optional(),
  from: iso8601.optional(),
  to: iso8601.optional(),
  platform: adPlatform.optional(),
});

// "Create Support Ticket". The priorities were never rendered in the document: an open set of
// non-empty strings.
export const createTicket = z.object({
  subject: z.string().min(3).max(180),
  message: z.string().min(1).max(10000),
  priority: z.string().min(1).optional(),
});
