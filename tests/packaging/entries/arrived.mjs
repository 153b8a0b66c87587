// @ts-check
// The program beside this file, and what it has to come to wherever it runs.

import { readFileSync } from "node:fs";

/** The files of a consumer that runs it. */
export const FILES = { "program.mjs": readFileSync(new URL("program.mjs", import.meta.url), "utf8") };

/** What {@link "./program.mjs"} comes to. */
export const ARRIVED = {
  event: { type: "lead.created", lead: { id: "lead_1", firstName: "Andi" } },
  forged: "WEBHOOK_SIGNATURE_MISMATCH",
  issues: [{ message: "Invalid email", path: ["email"] }],
  value: { firstName: "Andi" },
  title: "CreateLead",
  attribution: { source: "ads", adPlatform: "google" },
};
