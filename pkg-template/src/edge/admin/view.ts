// Submissions as the admin API shows them: the lead read from its JSON, times as ISO 8601, nothing of how delivery works.

import type { Entry } from "../rows.js";
import type { StateCount } from "./ledger.js";
import type { Count, LeadFields, Listed, SubmissionView } from "./operation.js";

/** A page of submissions. */
export function listed(entries: readonly Entry[], limit: number): Listed {
  return { submissions: entries.map(view), next: entries.length < limit ? null : (entries.at(-1)?.seq ?? null) };
}

/** A submission. */
export function view({ uniqueCode, id, form, lead, createdAt, changedAt, row }: Entry): SubmissionView {
  const { state, reason, attempts, leadId, twins } = row;
  return {
    ...{ uniqueCode, id, form, state, attempts, twins },
    reason: reason ?? null,
    leadId: leadId ?? null,
    receivedAt: iso(createdAt),
    changedAt: iso(changedAt),
    lead: lead === null ? null : (JSON.parse(lead) as LeadFields),
  };
}

/** How many there are in a state. */
export function countView({ state, count, hour, day, week, oldest }: StateCount): Count {
  return { state, count, ages: { hour, day, week, older: count - hour - day - week }, oldestAt: iso(oldest) };
}

/** All leads of a submission. */
export function leadIds({ row }: Entry): string[] {
  return row.leadId === undefined ? [...row.twins] : [row.leadId, ...row.twins];
}

/** A time. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}
