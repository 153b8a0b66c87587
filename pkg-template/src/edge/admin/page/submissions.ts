// The list of submissions: what is asked for, what is shown and what is chosen.

import type { SubmissionView } from "../operation.js";
import type { Api } from "./api.js";
import { byId, row, textual, time } from "./elements.js";

interface Page {
  readonly submissions: readonly SubmissionView[];
  readonly before: number | null;
}

/** Where the next page begins. */
let before: number | null = null;

/** What is asked for. */
export function question(workspace: string): object {
  const state = byId("select", "state").value;
  const q = byId("input", "text").value.trim();
  return { workspace, ...(state && { state }), ...(q && { q }) };
}

/** Shows the first page, or one more; answers how many are shown. */
export async function showSubmissions(api: Api, workspace: string, more = false): Promise<number> {
  const asked = { ...question(workspace), ...(more && before !== null && { before }) };
  const page = await api.ask<Page>("submissions", asked);
  before = page.before;
  const body = byId("table", "submissions").tBodies[0];
  const rows = page.submissions.map(line);
  if (more) body?.append(...rows);
  else body?.replaceChildren(...rows);
  byId("button", "more").hidden = before === null;
  return body?.rows.length ?? 0;
}

/** The codes of what is chosen. */
export function chosen(): string[] {
  const boxes = document.querySelectorAll<HTMLInputElement>("#submissions input:checked");
  return Array.from(boxes, ({ value }) => value);
}

function line({ uniqueCode, state, reason, receivedAt, form, leadId, lead }: SubmissionView): HTMLTableRowElement {
  const head = textual("th", uniqueCode);
  head.scope = "row";
  const name = [lead?.firstName, lead?.lastName].filter(Boolean).join(" ");
  const source = [lead?.source, lead?.adPlatform].filter(Boolean).join(", ");
  const values = [
    state,
    reason,
    time(receivedAt),
    form,
    lead ? name : "(erased)",
    lead?.phone,
    lead?.email,
    source,
    leadId,
  ];
  const notes = textual("td", lead?.notes);
  notes.className = "notes";
  return row([box(uniqueCode, state), head, ...values.map((value) => textual("td", value)), notes]);
}

/** Only what waits for a person can be chosen. */
function box(uniqueCode: string, state: SubmissionView["state"]): HTMLTableCellElement {
  const cell = document.createElement("td");
  if (state !== "held" && state !== "parked") return cell;
  const made = document.createElement("input");
  made.type = "checkbox";
  made.value = uniqueCode;
  made.setAttribute("aria-label", `Choose ${uniqueCode}`);
  cell.append(made);
  return cell;
}
