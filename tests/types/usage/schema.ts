// What the request schemas are to those who take any Standard Schema; compiled, never run. Each `@ts-expect-error` fails when the
// line below it compiles.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
  type AnalyticsQuery,
  analyticsQuery,
  type ConversionStatusQuery,
  type CreateLead,
  type CreateTicket,
  conversionStatusQuery,
  createLead,
  createTicket,
  type JsonSchema,
  jsonSchemas,
  type ListLeads,
  listLeads,
  type StandardIssue,
  type StandardResult,
  type StandardSchema,
  type UpdateLead,
  updateLead,
} from "konektor/schema";
import { same } from "./same.js";

/** What libraries ask for. */
function take<Schema extends StandardSchemaV1>(_: Schema): void {}
for (const schema of [createLead, updateLead, createTicket, listLeads, analyticsQuery, conversionStatusQuery]) {
  take(schema);
}

same<StandardSchemaV1.InferInput<typeof createLead>, CreateLead>();
same<StandardSchemaV1.InferOutput<typeof createLead>, CreateLead>();
same<StandardSchemaV1.InferOutput<typeof updateLead>, UpdateLead>();
same<StandardSchemaV1.InferOutput<typeof createTicket>, CreateTicket>();
same<StandardSchemaV1.InferOutput<typeof listLeads>, ListLeads>();
same<StandardSchemaV1.InferOutput<typeof analyticsQuery>, AnalyticsQuery>();
same<StandardSchemaV1.InferOutput<typeof conversionStatusQuery>, ConversionStatusQuery>();

// Ours are the original's types, and say more: the check is a promise, and a path is of names.
export const schema: StandardSchemaV1<CreateLead> = createLead satisfies StandardSchema<CreateLead>;
export const result = (ours: StandardResult<CreateLead>): StandardSchemaV1.Result<CreateLead> => ours;
export const issue = (ours: StandardIssue): StandardSchemaV1.Issue => ours;

export async function checking(input: unknown): Promise<string> {
  const result = await createLead["~standard"].validate(input);
  if (result.issues) {
    same<typeof result.issues, readonly StandardIssue[]>();
    return result.issues.map(({ message, path }) => `${path?.[0] ?? ""} ${message}`).join();
  }
  same<typeof result.value, CreateLead>();
  // @ts-expect-error: where there are no issues there is a value, and the other way round
  result.issues.length;
  return result.value.firstName;
}

// @ts-expect-error: a schema of updates is none of tickets
export const other: StandardSchema<CreateTicket> = updateLead;

same<typeof jsonSchemas.createLead, JsonSchema>();
same<
  keyof typeof jsonSchemas,
  "createLead" | "updateLead" | "createTicket" | "listLeads" | "analyticsQuery" | "conversionStatusQuery"
>();
// @ts-expect-error: there is no such schema
jsonSchemas.deleteLead;
