// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ARRIVED, FILES } from "../entries/arrived.mjs";
import { startWorker } from "./worker.mjs";

const WORKER = `
import { createLead } from "konektor/schema";
import { verify, WebhookError } from "konektor/webhook";
import { entries } from "./program.mjs";

export default {
  async fetch(request, env) {
    if (request.method === "GET") return Response.json(await entries());
    try {
      return Response.json(await verify(await request.arrayBuffer(), request.headers, env.WEBHOOK_SECRET));
    } catch (error) {
      if (error instanceof WebhookError) return new Response(error.code, { status: 400 });
      throw error;
    }
  },
};
`;

test("webhooks are verified and inputs checked in workerd", async (t) => {
  const { signTestPayload } = await import("konektor/webhook");
  const url = await startWorker(t, { ...FILES, "worker.mjs": WORKER }, { WEBHOOK_SECRET: "whsec_test" });

  // Requests that start together share one instance.
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await fetch(url)).json()));
  for (const answer of answers) assert.deepEqual(answer, ARRIVED);

  const lead = { id: "lead_1", status: "won" };
  const signing = { event: "lead.updated", body: { lead, newStatus: "won" } };
  const good = await signTestPayload({ ...signing, secret: ["whsec_new", "whsec_test"] });
  const received = await fetch(url, { method: "POST", ...good });
  assert.deepEqual(await received.json(), { type: "lead.updated", lead, newStatus: "won" });
  const forged = await fetch(url, {
    method: "POST",
    ...(await signTestPayload({ ...signing, secret: "whsec_other" })),
  });
  assert.equal(forged.status, 400);
  assert.equal(await forged.text(), "WEBHOOK_SIGNATURE_MISMATCH");
});
