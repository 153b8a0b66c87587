// A request's schema: the core's own check behind the interface of Standard Schema. The rules are those of the client, which
// refuses what is refused here, and nothing else.

import type { Call, ErrorInfo, Step } from "../../wasm/client/konektor.js";
import { client } from "../faces/client.js";
import type {
  AnalyticsQuery,
  ConversionStatusQuery,
  CreateLead,
  CreateTicket,
  ListLeads,
  UpdateLead,
} from "../generated/models.js";
import type { Load } from "../wasm.js";
import { plain } from "./plain.js";
import type { StandardIssue, StandardResult, StandardSchema } from "./standard.js";

/** What each operation takes. */
interface Inputs {
  "leads.create": CreateLead;
  "leads.update": UpdateLead;
  "leads.list": ListLeads;
  "analytics.summary": AnalyticsQuery;
  "conversions.status": ConversionStatusQuery;
  "support.createTicket": CreateTicket;
}

/**
 * The schema of what an operation takes; the entries say where the binary comes from.
 *
 * @internal
 */
export function schema<Name extends keyof Inputs>(load: Load, operation: Name): StandardSchema<Inputs[Name]> {
  const asked: Partial<Call> = {
    operation,
    baseUrl: "/schema",
    id: operation,
    timeoutMs: 0,
    maxRetries: 0,
    check: true,
  };
  const call = new TextEncoder().encode(JSON.stringify(asked));
  return {
    "~standard": {
      version: 1,
      vendor: "konektor",
      async validate(value): Promise<StandardResult<Inputs[Name]>> {
        // Written down at once, and answered anew from it: what was checked is what is answered, whatever happens to the input.
        const written = plain(value);
        if ("issues" in written) return written;
        const bytes = new TextEncoder().encode(written.json);
        const life = await client.ready(load);
        const step = JSON.parse(client.run(life, ({ advance }) => advance(call, bytes, 0, 0))) as Step;
        return step.type === "failed" ? { issues: issuesOf(step.error) } : { value: JSON.parse(written.json) };
      },
    },
  };
}

function issuesOf({ details, message }: ErrorInfo): StandardIssue[] {
  if (!details) return [{ message }];
  return Object.entries(details).map(([field, message]) => (field ? { message, path: [field] } : { message }));
}
