// Shows whether a workspace is well, why not, and how many submissions are in which state.

import type { Count, HealthView } from "../operation.js";
import type { Api } from "./api.js";
import { byId, row, textual, time } from "./elements.js";

/** A workspace's health. */
export interface WorkspaceHealth extends HealthView {
  readonly workspace: string;
}

/** The health of all workspaces. */
export async function readHealth(api: Api): Promise<readonly WorkspaceHealth[]> {
  return (await api.ask<{ workspaces: readonly WorkspaceHealth[] }>("health")).workspaces;
}

/** Shows one. */
export function showHealth(health: WorkspaceHealth, counts: readonly Count[]): void {
  const colour = byId("p", "colour");
  colour.dataset.healthy = String(health.healthy);
  colour.textContent = health.healthy ? "Green: all is well" : "Red: somebody has to look at this";
  byId("ul", "reasons").replaceChildren(
    ...health.reasons.map(({ code, message, answer, count, at }) => {
      const more = [code, answer, count && `submissions: ${count}`, at && time(at)].filter(Boolean).join(", ");
      return textual("li", `${message} (${more})`);
    }),
    ...health.twins.map(({ uniqueCode, leadIds }) => textual("li", `${uniqueCode}: ${leadIds.join(", ")}`)),
  );
  byId("table", "counts").tBodies[0]?.replaceChildren(
    ...counts.map(({ state, count, ages, oldestAt }) => {
      const head = textual("th", state);
      head.scope = "row";
      const numbers = [count, ages.hour, ages.day, ages.week, ages.older];
      return row([head, ...[...numbers, time(oldestAt)].map((value) => textual("td", value))]);
    }),
  );
}
