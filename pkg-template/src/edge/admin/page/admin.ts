// The operator's page: asks for the token, shows what the admin API answers, and sends what an operator decides. The token is
// forgotten with the page.

import type { Count, Decided, Decision, Erased } from "../operation.js";
import { Api, Failure } from "./api.js";
import { byId, textual } from "./elements.js";
import { readHealth, showHealth } from "./health.js";
import { chosen, question, showSubmissions } from "./submissions.js";

const DONE: Readonly<Record<Decision, string>> = { release: "released", redrive: "sent again", reject: "rejected" };

let api: Api | undefined;

const said = byId("p", "said");
const wrong = byId("p", "wrong");
const inside = byId("div", "inside");
const door = byId("form", "door");
const token = byId("input", "token");
const workspace = byId("select", "workspace");

function open(isOpen: boolean): void {
  door.hidden = isOpen;
  inside.hidden = !isOpen;
  byId("button", "close").hidden = !isOpen;
}

/** Forgets the token and all that it showed. */
function close(): void {
  api?.leave();
  api = undefined;
  token.value = "";
  for (const id of ["counts", "submissions"]) byId("table", id).tBodies[0]?.replaceChildren();
  for (const list of [byId("ul", "reasons"), byId("div", "erased"), workspace, byId("p", "colour"), said])
    list.replaceChildren();
  for (const form of document.forms) form.reset();
  open(false);
}

/** Does one thing at a time, and tells what came of it, unless the page was closed meanwhile. */
async function act(work: (api: Api) => Promise<string>): Promise<void> {
  const asked = api;
  if (!asked || document.body.ariaBusy === "true") return;
  document.body.ariaBusy = "true";
  said.textContent = "Working …";
  wrong.textContent = "";
  try {
    said.textContent = await work(asked);
  } catch (error) {
    if (api === asked) failed(error);
  } finally {
    document.body.ariaBusy = "false";
  }
}

function failed(error: unknown): void {
  said.textContent = "";
  if (error instanceof Failure && error.status === 401) close();
  wrong.textContent = error instanceof Failure ? error.message : "The page failed; reload it";
  if (!door.hidden) token.focus();
}

async function show(api: Api): Promise<string> {
  const healths = await readHealth(api);
  const names = healths.map(({ workspace }) => workspace);
  if (names.join() !== Array.from(workspace.options, ({ value }) => value).join()) {
    workspace.replaceChildren(...names.map((name) => textual("option", name)));
  }
  const health = healths.find((one) => one.workspace === workspace.value);
  const { counts } = await api.ask<{ counts: readonly Count[] }>(
    `counts?${new URLSearchParams({ workspace: workspace.value })}`,
  );
  const shown = await showSubmissions(api, workspace.value);
  if (health) showHealth(health, counts);
  return `${shown} submissions are shown`;
}

async function decide(api: Api, decision: Decision, which: object): Promise<string> {
  const decided = await api.ask<Decided>(decision, { workspace: workspace.value, ...which });
  await show(api);
  const others = decided.unchanged.length > 0 ? `, ${decided.unchanged.length} could not be` : "";
  const left = decided.left > 0 ? `, ${decided.left} are left: do it again` : "";
  return `${decided.changed} ${DONE[decision]}${others}${left}`;
}

async function save(api: Api, format: string): Promise<string> {
  const bytes = await api.download("export", { ...question(workspace.value), format });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(bytes);
  link.download = `${workspace.value}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
  return "The export is saved";
}

async function erase(api: Api): Promise<string> {
  const [phone, email] = [byId("input", "phone").value.trim(), byId("input", "email").value.trim()];
  if (!phone && !email) return "Write a phone or an email to erase";
  if (!confirm(`Erase all data of ${[phone, email].filter(Boolean).join(" and ")}? It cannot be brought back.`))
    return "";
  const who = { ...(phone && { phone }), ...(email && { email }) };
  const { erased, leadIds, open } = await api.ask<Erased>("erase", { workspace: workspace.value, ...who });
  byId("div", "erased").replaceChildren(
    textual("p", `${erased} submissions lost their personal data.`),
    textual(
      "p",
      leadIds.length > 0 ? `Remove these leads in Konektor: ${leadIds.join(", ")}` : "No lead is to be removed.",
    ),
    ...(open.length > 0 ? [textual("p", `Still on their way, look for their leads later: ${open.join(", ")}`)] : []),
  );
  byId("form", "erase").reset();
  await show(api);
  return "Erased";
}

door.addEventListener("submit", (event) => {
  event.preventDefault();
  api = new Api(token.value.trim());
  token.value = "";
  void act(async (api) => {
    const shown = await show(api);
    open(true);
    workspace.focus();
    return shown;
  });
});
byId("form", "search").addEventListener("submit", (event) => {
  event.preventDefault();
  void act(show);
});
byId("form", "erase").addEventListener("submit", (event) => {
  event.preventDefault();
  void act(erase);
});
byId("button", "refresh").addEventListener("click", () => void act(show));
workspace.addEventListener("change", () => void act(show));
byId("button", "close").addEventListener("click", () => {
  close();
  token.focus();
});
byId("button", "more").addEventListener("click", () =>
  act(async (api) => `${await showSubmissions(api, workspace.value, true)} submissions are shown`),
);
byId("button", "redrive-all").addEventListener("click", () => act((api) => decide(api, "redrive", { all: true })));
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-decision]")) {
  button.addEventListener("click", () =>
    act(async (api) => {
      const uniqueCodes = chosen();
      if (uniqueCodes.length === 0) return "Choose submissions in the list first";
      return decide(api, button.dataset.decision as Decision, { uniqueCodes });
    }),
  );
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-format]")) {
  button.addEventListener("click", () => act((api) => save(api, button.dataset.format ?? "csv")));
}
// A browser that keeps pages for its back button keeps none of ours.
addEventListener("pagehide", close);
