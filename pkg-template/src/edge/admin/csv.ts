// Submissions as CSV for a spreadsheet. Visitors typed what stands in the cells, so none of them may begin what a spreadsheet would
// carry out.

import type { SubmissionView } from "./operation.js";

const COLUMNS = [
  "uniqueCode",
  "id",
  "form",
  "state",
  "reason",
  "receivedAt",
  "changedAt",
  "attempts",
  "leadId",
] as const;
const LEAD_COLUMNS = ["firstName", "lastName", "email", "phone", "source", "adPlatform", "notes"] as const;

/** The first line, after the mark by which Excel knows UTF-8. */
export const CSV_HEAD = `\ufeff${[...COLUMNS, ...LEAD_COLUMNS].join()}\r\n`;

/** One line. */
export function csvLine(submission: SubmissionView): string {
  const { lead } = submission;
  const cells = [...COLUMNS.map((name) => submission[name]), ...LEAD_COLUMNS.map((name) => lead?.[name])];
  return `${cells.map(cell).join()}\r\n`;
}

/** What a spreadsheet takes for a formula begins so, perhaps after what it passes over; also in full width. */
const FORMULA = /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
/** A phone as leads have it is only a number, and stays what a program can read. */
const PHONE = /^\+\d+$/;

function cell(value: string | number | null | undefined): string {
  const text = String(value ?? "");
  const safe = FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
