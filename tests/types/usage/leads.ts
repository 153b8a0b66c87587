// Leads: list, get, find, create, update.

import {
  type AdPlatform,
  type CreateLead,
  type CreateOptions,
  type FindLead,
  Konektor,
  type Lead,
  type LeadPriority,
  type LeadSource,
  type LeadStatus,
  type ListLeads,
  type UpdateLead,
} from "konektor";
import { same } from "./same.js";

const konektor = new Konektor();

export async function reading(): Promise<void> {
  const lead = await konektor.leads.get("lead_1", { timeoutMs: 1_000 });
  same<typeof lead, Lead>();
  // @ts-expect-error: which lead has to be said
  await konektor.leads.get();

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
  // @ts-expect-error: no such field
  lead.lastname;
}

export async function listing(): Promise<void> {
  const query: ListLeads = {
    limit: 10,
    status: "new",
    createdFrom: "2025-01-01",
    sortBy: "createdAt",
    sortOrder: "asc",
  };
  await konektor.leads.list(query);
  await konektor.leads.list({}, { signal: new AbortController().signal, headers: { "x-trace": "1" } });
  await konektor.leads.list({ cursor: undefined, search: undefined });
  // @ts-expect-error: limits are numbers
  await konektor.leads.list({ limit: "10" });
  // @ts-expect-error: no such sort
  await konektor.leads.list({ sortBy: "firstName" });
  // @ts-expect-error: no such status
  await konektor.leads.list({ status: "archived" });
  // @ts-expect-error: dates are text
  await konektor.leads.list({ createdFrom: new Date() });
}

export async function finding(): Promise<void> {
  const found = await konektor.leads.find({ email: "andi@example.com" }, { timeoutMs: 1_000 });
  same<typeof found, Lead | undefined>();
  const others: FindLead[] = [{ uniqueCode: "KNK-abc123-1" }, { phone: "+6281234567890" }, { externalRef: "a-1" }];
  for (const by of others) await konektor.leads.find(by);
  // @ts-expect-error: what is found by has to be said
  await konektor.leads.find({});
  // @ts-expect-error: one thing at a time
  await konektor.leads.find({ phone: "+6281234567890", email: "andi@example.com" });
  // @ts-expect-error: nobody is found by first name
  await konektor.leads.find({ firstName: "Andi" });
}

export async function creating(): Promise<void> {
  const lead = await konektor.leads.create({
    firstName: "Andi",
    source: "ads",
    adPlatform: "google",
    email: undefined,
  });
  same<typeof lead, Lead>();

  // What is written is closed.
  same<NonNullable<CreateLead["status"]>, LeadStatus>();
  same<NonNullable<CreateLead["adPlatform"]>, AdPlatform>();
  same<NonNullable<CreateLead["source"]>, LeadSource>();
  same<NonNullable<CreateLead["priority"]>, LeadPriority>();
  // @ts-expect-error: no such status
  await konektor.leads.create({ firstName: "Andi", status: "archived" });
  // @ts-expect-error: firstName is required
  await konektor.leads.create({ email: "andi@example.com" });
  // @ts-expect-error: a typing error
  await konektor.leads.create({ firstName: "Andi", lastname: "Wijaya" });
  // @ts-expect-error: a lead that is created has nothing to clear
  await konektor.leads.create({ firstName: "Andi", notes: null });
  // @ts-expect-error: a name is text
  await konektor.leads.create({ firstName: 5 });
  same<Lead, Awaited<ReturnType<typeof once>>>();
  // @ts-expect-error: only creating a lead is done once
  await konektor.leads.update("lead_1", { status: "won" }, { once: true });
}

export async function updating(): Promise<void> {
  const changes: UpdateLead = { notes: null, assignedTo: null, email: null, status: "hot" };
  const lead = await konektor.leads.update("lead_1", changes, { maxRetries: 0 });
  same<typeof lead, Lead>();
  // @ts-expect-error: what was read may not be written back unseen
  await konektor.leads.update("lead_1", { status: (await konektor.leads.get("lead_1")).status });
  // @ts-expect-error: a first name cannot be cleared
  await konektor.leads.update("lead_1", { firstName: null });
  // @ts-expect-error: what changes has to be said
  await konektor.leads.update("lead_1");
}

export async function once(options: CreateOptions): Promise<Lead> {
  await konektor.leads.create({ firstName: "Andi" }, options);
  return konektor.leads.create({ firstName: "Andi", externalRef: "order-7" }, { once: true, timeoutMs: 1_000 });
}
