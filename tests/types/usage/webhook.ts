// What a receiver of webhooks may and may not write; compiled, never run. Each `@ts-expect-error` fails when the line below it
// compiles.

import {
  type Lead,
  type LeadStatus,
  signTestPayload,
  verify,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookHeaders,
} from "konektor/webhook";
import { same } from "./same.js";

export async function receiving(body: Uint8Array, headers: WebhookHeaders): Promise<void> {
  const event = await verify(body, headers, "secret");
  same<typeof event, WebhookEvent>();

  switch (event.type) {
    case "lead.created":
      same<typeof event.lead, Lead>();
      same<typeof event.source, string | null | undefined>();
      // @ts-expect-error: a lead that was created has no status before
      event.previousStatus;
      break;
    case "lead.updated": {
      same<typeof event.lead, Lead>();
      same<typeof event.leadId, string | undefined>();
      same<typeof event.newStatus, LeadStatus | (string & {}) | null | undefined>();
      same<typeof event.changes, unknown>();
      break;
    }
    default: {
      // What is new next year is a string with whatever members.
      const name: string = event.type;
      same<(typeof event)["lead"], unknown>();
      if (name === "lead.merged") console.log(event.into);
    }
  }
  if (event.type !== "lead.created" && event.type !== "lead.updated") same<typeof event.lead, unknown>();
  // @ts-expect-error: not every event has a lead
  event.lead.id;
  // @ts-expect-error: what arrived is not changed
  event.type = "lead.created";
}

export async function calling(request: Request, record: Record<string, string | string[] | undefined>): Promise<void> {
  await verify(await request.arrayBuffer(), request.headers, ["old", "new"], { toleranceSeconds: 60, now: 0 });
  await verify(await request.text(), record, "secret", {});
  await verify("", { get: () => null }, "secret", { now: undefined });
  await verify("", { "x-konektor-event": "lead.created" }, ["secret"] as const);
  // @ts-expect-error: a body that was parsed is not what was signed
  await verify(await request.json().then(() => ({ lead: {} })), request.headers, "secret");
  // @ts-expect-error: a variable that may be unset is no secret
  await verify("", request.headers, undefined as string | undefined);
  // @ts-expect-error: no such option
  await verify("", request.headers, "secret", { tolerance: 60 });

  const { body, headers } = await signTestPayload({ event: "lead.created", body: { lead: {} }, secret: ["a", "b"] });
  await verify(body, headers, "secret");
  await verify(body, new Headers(headers), "secret");
  await signTestPayload({ event: "team.renamed", body: "{}", secret: "secret", timestamp: 0 });
  // @ts-expect-error: a payload is signed with something
  await signTestPayload({ event: "lead.created", body: {} });
}

export function failing(error: unknown): number {
  if (!(error instanceof WebhookError)) return 500;
  same<typeof error.code, WebhookErrorCode>();
  switch (error.code) {
    case "USAGE_ERROR":
      return 500;
    case "WEBHOOK_OUTSIDE_TOLERANCE":
    case "A_CODE_OF_NEXT_YEAR":
      return 401;
  }
  return 400;
}
