// Reads what an operator asks: the query of a list, the body of a decision. Whatever it does not understand is refused by name, so
// that a slip never widens what is meant.

import type { State } from "../../../wasm/edge/konektor_edge.js";
import { readAtMost } from "../../read-at-most.js";
import { Refused } from "../answers.js";
import type { Filter } from "./operation.js";

const STATES: Readonly<Record<State, true>> = {
  held: true,
  accepted: true,
  sending: true,
  unknown: true,
  delivered: true,
  parked: true,
  rejected: true,
};
const BODY_LIMIT = 65_536;
/** Codes that one decision names at most. */
const CODES = 1_000;
const LONGEST_TEXT = 200;

/** The parameters of a list, but for `workspace`. */
export type Parameter = "workspace" | "state" | "form" | "q" | "limit" | "before" | "format";

/**
 * The parameters of a list: the query of a `GET`, the members of a `POST`. What is searched for is a person's, so it is taken from
 * a body alone: addresses get into logs.
 */
export async function readParameters(request: Request, known: readonly Parameter[]): Promise<URLSearchParams> {
  if (request.method === "GET") {
    const { searchParams } = new URL(request.url);
    checkQuery(
      searchParams,
      known.filter((name) => name !== "q"),
    );
    return searchParams;
  }
  const body = await readBody(request, known);
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(body)) {
    if (typeof value !== "string" && typeof value !== "number") throw invalid(name, "A text or a number");
    parameters.set(name, String(value));
  }
  return parameters;
}

/** Refuses a query with anything else than these, or with one of them twice. */
export function checkQuery(query: URLSearchParams, known: readonly Parameter[]): void {
  for (const name of new Set(query.keys())) {
    if (!known.some((one) => one === name))
      throw invalid(name, `There is no such parameter; there are ${known.join(", ")}`);
    if (query.getAll(name).length > 1) throw invalid(name, "Give it once");
  }
}

/** Which submissions a list is of. */
export function readFilter(query: URLSearchParams): Filter {
  const named = query.get("state")?.split(",").filter(Boolean) ?? [];
  const states = named.map((name) => {
    if (!Object.hasOwn(STATES, name))
      throw invalid("state", `There is no such state; there are ${Object.keys(STATES).join(", ")}`);
    return name as State;
  });
  const form = query.get("form");
  const text = query.get("q")?.trim();
  if (text && text.length > LONGEST_TEXT) throw invalid("q", `At most ${LONGEST_TEXT} characters`);
  return { states, ...(form && { form }), ...(text && { text }) };
}

/** A whole number of the query. */
export function readNumber(query: URLSearchParams, name: Parameter, most: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) throw invalid(name, `A number from 1 to ${most}`);
  return value;
}

/** The body of a decision. */
export type Body = Readonly<Record<string, unknown>>;

/** Reads a JSON object with no other members than these. */
export async function readBody(request: Request, known: readonly string[]): Promise<Body> {
  // A page of another origin can send every other type without asking.
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new Refused(415, "UNSUPPORTED_MEDIA_TYPE", "Send JSON as application/json");
  }
  const bytes = await readAtMost(request, BODY_LIMIT);
  if (!bytes) throw new Refused(413, "PAYLOAD_TOO_LARGE", `A body has at most ${BODY_LIMIT} bytes`);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Refused(400, "VALIDATION_ERROR", "The body is not JSON");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refused(400, "VALIDATION_ERROR", "The body is not a JSON object");
  }
  for (const name of Object.keys(body)) {
    if (!known.includes(name)) throw invalid(name, `There is no such member; there are ${known.join(", ")}`);
  }
  return body as Body;
}

/** A text of the body. */
export function readText(body: Body, name: string): string | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.trim() === "") throw invalid(name, "A text that is not empty");
  return value.trim();
}

/** The codes that a decision names. */
export function readCodes(body: Body): readonly string[] {
  const { uniqueCodes } = body;
  const good = Array.isArray(uniqueCodes) && uniqueCodes.every((code): code is string => typeof code === "string");
  if (!good || uniqueCodes.length === 0 || uniqueCodes.length > CODES) {
    throw invalid("uniqueCodes", `A list of 1 to ${CODES} codes`);
  }
  return [...new Set(uniqueCodes)];
}

/** A refusal that names what is wrong. */
export function invalid(name: string, message: string): Refused {
  return new Refused(400, "VALIDATION_ERROR", `${name}: ${message}`, { [name]: message });
}
