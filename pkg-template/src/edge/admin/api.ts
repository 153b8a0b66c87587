// The admin API, `/admin/v1/*`: what an operator may ask, and which outbox is asked. Who may ask is decided before.

import { Refused, succeeded } from "../answers.js";
import { core } from "../core.js";
import { log } from "../log.js";
import type { IntakeEnv } from "../platform.js";
import { download, isFormat } from "./export.js";
import type { Count, Decided, Decision, Erased, HealthView, Listed, Operation, SubmissionView } from "./operation.js";
import {
  checkQuery,
  invalid,
  readBody,
  readCodes,
  readFilter,
  readNumber,
  readParameters,
  readText,
} from "./question.js";

/** What an answer needs. */
export interface Question {
  /** The request. */
  readonly request: Request;
  /** Its query. */
  readonly query: URLSearchParams;
  /** The rest of its path. */
  readonly name: string;
  /** The bindings. */
  readonly env: IntakeEnv;
  /** The names of the secrets with the API keys, by workspace. */
  readonly workspaces: ReadonlyMap<string, string>;
}

const PAGE = 50;
const LONGEST_PAGE = 200;
const EXPORT_PAGE = 500;

type Answer = (question: Question) => Promise<Response>;

/** The endpoints, by method and path. */
export const ENDPOINTS: Readonly<Record<string, Answer>> = {
  "GET health": health,
  "GET counts": counts,
  "GET submissions": list,
  "POST submissions": list,
  "GET submissions/": find,
  "GET export": exported,
  "POST export": exported,
  "POST release": (question) => decide("release", question),
  "POST reject": (question) => decide("reject", question),
  "POST redrive": (question) => decide("redrive", question),
  "POST erase": erase,
};

/** Red is a status of its own, because that is what a monitor looks at. */
async function health({ query, env, workspaces }: Question): Promise<Response> {
  checkQuery(query, ["workspace"]);
  const named = query.get("workspace");
  const asked = named === null ? [...workspaces.keys()] : [workspaceOf(named, workspaces)];
  const views = await Promise.all(
    asked.map(async (workspace) => {
      const keyBinding = workspaces.get(workspace) ?? "";
      return { workspace, ...(await ask<HealthView>(env, workspace, { operation: "health", keyBinding })) };
    }),
  );
  const healthy = views.every((view) => view.healthy);
  return succeeded(healthy ? 200 : 503, { healthy, workspaces: views });
}

async function counts({ query, env, workspaces }: Question): Promise<Response> {
  checkQuery(query, ["workspace"]);
  const workspace = workspaceOf(query.get("workspace"), workspaces);
  return succeeded(200, { workspace, counts: await ask<Count[]>(env, workspace, { operation: "counts" }) });
}

async function list({ request, env, workspaces }: Question): Promise<Response> {
  const query = await readParameters(request, ["workspace", "state", "form", "q", "limit", "before"]);
  const workspace = workspaceOf(query.get("workspace"), workspaces);
  const before = readNumber(query, "before", Number.MAX_SAFE_INTEGER);
  const { submissions, next } = await ask<Listed>(env, workspace, {
    operation: "latest",
    filter: readFilter(query),
    limit: readNumber(query, "limit", LONGEST_PAGE) ?? PAGE,
    ...(before !== undefined && { before }),
  });
  return succeeded(200, { workspace, submissions, before: next });
}

async function find({ query, name, env, workspaces }: Question): Promise<Response> {
  checkQuery(query, []);
  // The code says whose it is: it is the tracking code, a hyphen, and characters of which none is one.
  const workspace = name.slice(0, Math.max(0, name.lastIndexOf("-")));
  const found =
    workspaces.has(workspace) &&
    (await ask<SubmissionView | null>(env, workspace, { operation: "find", uniqueCode: name }));
  if (!found) throw new Refused(404, "NOT_FOUND", "There is no such submission");
  return succeeded(200, { workspace, submission: found });
}

async function exported({ request, env, workspaces }: Question): Promise<Response> {
  const query = await readParameters(request, ["workspace", "state", "form", "q", "format"]);
  const workspace = workspaceOf(query.get("workspace"), workspaces);
  const filter = readFilter(query);
  const format = query.get("format") ?? "ndjson";
  if (!isFormat(format)) throw invalid("format", "ndjson or csv");
  const page = (after: number) =>
    ask<Listed>(env, workspace, { operation: "export", filter, after, limit: EXPORT_PAGE });
  return download(workspace, format, page);
}

async function decide(decision: Decision, { request, query, env, workspaces }: Question): Promise<Response> {
  checkQuery(query, []);
  const body = await readBody(request, ["workspace", "uniqueCodes", ...(decision === "redrive" ? ["all"] : [])]);
  const workspace = workspaceOf(readText(body, "workspace") ?? null, workspaces);
  if (body.all !== undefined && (body.all !== true || body.uniqueCodes !== undefined)) {
    throw invalid("all", "true, without uniqueCodes");
  }
  const uniqueCodes = body.all === true ? "all" : readCodes(body);
  const decided = await ask<Decided>(env, workspace, { operation: "decide", decision, uniqueCodes });
  log(`admin ${decision}`, { workspace, rows: decided.changed, unchanged: decided.unchanged.length });
  return succeeded(200, { workspace, ...decided });
}

async function erase({ request, query, env, workspaces }: Question): Promise<Response> {
  checkQuery(query, []);
  const body = await readBody(request, ["workspace", "phone", "email"]);
  const workspace = workspaceOf(readText(body, "workspace") ?? null, workspaces);
  const typed = readText(body, "phone");
  const email = readText(body, "email");
  if (typed === undefined && email === undefined) throw invalid("phone", "Give a phone, an email or both");
  const phone = typed && (await core(({ normalisePhone }) => normalisePhone(typed)));
  if (typed !== undefined && !phone) throw invalid("phone", "Invalid phone number");
  const erased = await ask<Erased>(env, workspace, {
    operation: "erase",
    ...(phone && { phone }),
    ...(email && { email }),
  });
  log("admin erase", { workspace, rows: erased.erased, leads: erased.leadIds.length, open: erased.open.length });
  return succeeded(200, { workspace, ...erased });
}

/** Where there is but one workspace it need not be named. */
function workspaceOf(named: string | null, workspaces: ReadonlyMap<string, string>): string {
  const [only] = workspaces.keys();
  if (named === null && only !== undefined && workspaces.size === 1) return only;
  if (named !== null && workspaces.has(named)) return named;
  throw invalid("workspace", `One of ${[...workspaces.keys()].join(", ")}`);
}

/** Asks an outbox. */
export async function ask<T>(env: IntakeEnv, name: string, operation: Operation): Promise<T> {
  const outbox = env.OUTBOX.get(env.OUTBOX.idFromName(name) as never);
  const response = await outbox.fetch("https://outbox/operations", { method: "POST", body: JSON.stringify(operation) });
  if (response.status !== 200) throw new Error("the outbox failed");
  return (await response.json()) as T;
}
