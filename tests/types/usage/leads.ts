// What a caller may and may not write; compiled, never run. Each `@ts-expect-error` fails when the line below it compiles.

import {
  type AdPlatform,
  type AnalyticsSummary,
  type CampaignPerformance,
  type ConversionStatus,
  type CreateLead,
  type FunnelStep,
  isKonektorError,
  Konektor,
  type Lead,
  type LeadStatus,
  type Page,
  type PendingConversion,
  RateLimitError,
  type Ticket,
  ValidationError,
  type WithResponse,
  type Workspace,
} from "konektor";
import { proxy } from "konektor/proxy";

/** Compiles only when the two types are the same. */
function same<A, B>(..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]): void {}

const konektor = new Konektor({ apiKey: "knk_test" });
new Konektor();
new Konektor({ baseUrl: "/api/konektor", fetch, pacing: "off", maxRetries: 0, timeoutMs: 1_000 });
new Konektor({ wasm: new URL("https://cdn.example/konektor.wasm") });
new Konektor({ wasm: new Uint8Array() });
new Konektor({ fetch: async () => new Response() });
// @ts-expect-error: no such option
new Konektor({ apikey: "knk_test" });

export async function reading(): Promise<void> {
  const lead = await konektor.leads.get("lead_1");
  same<typeof lead, Lead>();

  // What is read is open: a value that is new next year is still a string.
  const status: string | undefined = lead.status;
  if (lead.status === "archived") same<typeof status, string | undefined>();
  switch (lead.status) {
    case "new":
    case "won":
      break;
  }

  // Absent and null are different things, and both have to be thought of.
  same<Lead["notes"], string | null | undefined>();
  same<Lead["createdAt"], string | undefined>();
  same<Lead["id"], string>();
  // @ts-expect-error: may be absent or null
  lead.notes.length;
  // @ts-expect-error: may be absent
  lead.firstName.length;

  const page = await konektor.leads.list({ limit: 10, status: "new" });
  same<typeof page, Page<Lead>>();
  const next = await page.nextPage();
  same<typeof next, Page<Lead> | undefined>();
  for await (const one of konektor.leads.list()) same<typeof one, Lead>();

  const { data, requestId, rateLimit } = await konektor.leads.get("lead_1").withResponse();
  same<typeof data, Lead>();
  same<typeof requestId, string | undefined>();
  same<NonNullable<typeof rateLimit>["remaining"], number | undefined>();

  const all = await konektor.leads.list().toArray({ limit: 500 });
  same<typeof all, Lead[]>();
  const found = await konektor.leads.find({ email: "andi@example.com" }, { timeoutMs: 1_000 });
  same<typeof found, Lead | undefined>();

  const promise: Promise<Lead> = konektor.leads.get("lead_1");
  await promise;
  same<Awaited<ReturnType<typeof konektor.skill>>, string>();
}

export async function writing(): Promise<void> {
  await konektor.leads.create({ firstName: "Andi", source: "ads", adPlatform: "google", email: undefined });
  await konektor.leads.update("lead_1", { notes: null, assignedTo: null, email: null, status: "hot" });

  // What is written is closed.
  same<NonNullable<CreateLead["status"]>, LeadStatus>();
  same<NonNullable<CreateLead["adPlatform"]>, AdPlatform>();
  // @ts-expect-error: no such status
  await konektor.leads.create({ firstName: "Andi", status: "archived" });
  // @ts-expect-error: what was read may not be written back unseen
  await konektor.leads.update("lead_1", { status: (await konektor.leads.get("lead_1")).status });
  // @ts-expect-error: firstName is required
  await konektor.leads.create({ email: "andi@example.com" });
  // @ts-expect-error: a typing error
  await konektor.leads.create({ firstName: "Andi", lastname: "Wijaya" });
  // @ts-expect-error: a lead that is created has nothing to clear
  await konektor.leads.create({ firstName: "Andi", notes: null });
  // @ts-expect-error: a first name cannot be cleared
  await konektor.leads.update("lead_1", { firstName: null });
  // @ts-expect-error: limits are numbers
  await konektor.leads.list({ limit: "10" });
  // @ts-expect-error: what is found by has to be said
  await konektor.leads.find({});
  // @ts-expect-error: one thing at a time
  await konektor.leads.find({ phone: "+6281234567890", email: "andi@example.com" });
  // @ts-expect-error: how many at most has to be said
  await konektor.leads.list().toArray();
  // @ts-expect-error: no such sort
  await konektor.leads.list({ sortBy: "firstName" });
  await konektor.leads.list({}, { signal: new AbortController().signal, headers: { "x-trace": "1" } });
}

export async function theRest(): Promise<void> {
  const summary = await konektor.analytics.summary({ timeframe: "last_7_days" }, { maxRetries: 0 });
  same<typeof summary, AnalyticsSummary>();
  same<typeof summary.totalLeads, number>();
  const funnel = await konektor.analytics.funnel({ from: "2025-01-01", to: "2025-02-01" });
  same<typeof funnel, FunnelStep[]>();
  const campaigns = await konektor.analytics.campaigns().withResponse();
  same<typeof campaigns, WithResponse<CampaignPerformance[]>>();
  const status = await konektor.conversions.status({ platform: "meta" });
  same<typeof status, ConversionStatus>();
  const pending = await konektor.conversions.pending({ timeoutMs: 1_000 });
  same<typeof pending, PendingConversion[]>();
  const workspace = await konektor.workspace.get();
  same<typeof workspace, Workspace>();
  const ticket = await konektor.support.createTicket({ subject: "Help", message: "It is silent.", priority: "asap" });
  same<typeof ticket, Ticket>();
  // What is read is open: a plan of next year is a plan.
  const plan: string | null | undefined = workspace.subscription?.plan;
  same<typeof plan, string | null | undefined>();
  // @ts-expect-error: no such timeframe
  await konektor.analytics.summary({ timeframe: "ever" });
  // @ts-expect-error: only conversions are counted by platform
  await konektor.analytics.funnel({ platform: "meta" });
  // @ts-expect-error: no such platform
  await konektor.conversions.status({ platform: "myspace" });
  // @ts-expect-error: it takes no query
  await konektor.conversions.pending({ timeframe: "today" });
  // @ts-expect-error: a ticket needs a message
  await konektor.support.createTicket({ subject: "Help" });
}

export function failing(error: unknown): string | undefined {
  if (error instanceof RateLimitError) same<typeof error.retryAfter, number | undefined>();
  if (error instanceof ValidationError) return error.details?.firstName;
  if (isKonektorError(error)) {
    switch (error.code) {
      case "WASM_UNAVAILABLE":
      case "A_CODE_OF_NEXT_YEAR":
        return error.message;
    }
    return error.requestId;
  }
  return undefined;
}

export const handler: (request: Request) => Promise<Response> = proxy({
  allow: ["leads.list", "skill"],
  authorize: (request, operation) => request.headers.has("cookie") && operation !== "skill",
});
// @ts-expect-error: who may do this has to be said
proxy({ allow: ["leads.list"] });
// @ts-expect-error: no such operation
proxy({ allow: ["leads.delete"], authorize: () => true });
