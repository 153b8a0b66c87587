// What every consumer's program does with the entries beside the client: receives a webhook and a forged one, checks an input, and says
// where a visitor came from.
import { capture } from "konektor/attribution";
import { createLead, jsonSchemas } from "konektor/schema";
import { signTestPayload, verify, WebhookError } from "konektor/webhook";

export async function entries() {
  const secret = "whsec_test";
  const lead = { id: "lead_1", firstName: "Andi" };
  const { body, headers } = await signTestPayload({ event: "lead.created", body: { lead }, secret });
  const event = await verify(new TextEncoder().encode(body), new Headers(headers), secret);
  const forged = await verify(`${body} `, headers, secret).catch((/** @type {unknown} */ error) => error);
  const { issues } = await createLead["~standard"].validate({ firstName: "Andi", email: "andi" });
  const result = await createLead["~standard"].validate({ firstName: "Andi" });
  const { source, adPlatform } = await capture({ url: "https://toko.example/?gclid=x", now: 0 });
  return {
    event,
    forged: forged instanceof WebhookError && forged.code,
    issues,
    value: "value" in result && result.value,
    title: jsonSchemas.createLead.title,
    attribution: { source, adPlatform },
  };
}
