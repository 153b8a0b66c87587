// Finds one lead over a search that answers whatever holds a text. Decides which of them is the one.

import { KonektorError, UsageError } from "./errors.js";
import type { Lead, ListLeads } from "./generated/models.js";
import type { RequestOptions } from "./options.js";
import type { WithResponse } from "./outcome.js";
import type { Page } from "./page.js";
import type { FindLead, Leads } from "./resources/leads.js";

/** The lead that has exactly what is asked for. */
export async function find(
  leads: Leads,
  by: FindLead,
  options?: RequestOptions,
): Promise<WithResponse<Lead | undefined>> {
  const [[field = "", value] = [], ...others] = Object.entries(by ?? {}).filter(([, value]) => value !== undefined);
  const wanted = comparable(field, value);
  if (!wanted || others.length) {
    const message =
      "A lead is found by one of `uniqueCode`, `phone`, `email` and `externalRef`, which may not be empty.";
    throw new UsageError({ code: "USAGE_ERROR", message });
  }
  const query: ListLeads = { search: field === "phone" ? wanted : value, limit: 100 };
  let answer: WithResponse<Page<Lead>> | undefined = await leads.list(query, options).withResponse();
  let unclear = false;
  for (;;) {
    const found: WithResponse<Page<Lead>> = answer;
    for (const lead of found.data.data) {
      const shown = lead[field as keyof Lead];
      if (comparable(field, shown) === wanted) return { ...found, data: lead };
      unclear ||= field === "externalRef" && shown === undefined;
    }
    answer = await found.data.fetchNext();
    if (answer) continue;
    if (!unclear) return { ...found, data: undefined };
    const message = "The search found leads, but the API does not show their `externalRef`: look for another field.";
    throw new KonektorError({ code: "NOT_VERIFIABLE", message });
  }
}

/** What is compared of a field; nothing where there is nothing to compare, or the field is none to find a lead by. */
function comparable(field: string, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (field === "phone") return value.replace(/\D/g, "");
  if (field === "email") return value.toLowerCase();
  return field === "uniqueCode" || field === "externalRef" ? value : undefined;
}
