// Reads the outbox for an operator: facts, counts, lists and searches. It changes nothing; what is found is on disk as it was when
// it was asked.

import type { Facts, State } from "../../../wasm/edge/konektor_edge.js";
import type { Sql, SqlRow } from "../platform.js";
import { type Entry, entry, UNFINISHED } from "../rows.js";
import type { Filter } from "./operation.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Only a submission that is audited again can have twins, and those are in an index. */
const TWINS = "audit_at IS NOT NULL AND twins IS NOT NULL";
/** What is searched; the platform's LIKE takes no more than 50 bytes. */
const TEXT = `lower(unique_code || ' ' || id || ' ' || ifnull(json_extract(lead, '$.firstName'), '') || ' ' ||
  ifnull(json_extract(lead, '$.lastName'), '') || ' ' || ifnull(json_extract(lead, '$.email'), ''))`;
const DIGITS = "replace(json_extract(lead, '$.phone'), '+', '')";

/** How many submissions are in a state. */
export interface StateCount {
  readonly state: State;
  readonly count: number;
  readonly hour: number;
  readonly day: number;
  readonly week: number;
  readonly oldest: number;
}

/** The outbox as an operator reads it. */
export class Ledger {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** What the health answer is judged by, but for what stops the outbox and its key. */
  facts(): Omit<Facts, "outbox" | "hasKey"> {
    // A released one has not waited for the API while it waited for a person.
    const [waiting] = this.#all(
      `SELECT count(*) AS count, min(iif(reason = 'RELEASED', changed_at, created_at)) AS since FROM submissions WHERE ${UNFINISHED}`,
    );
    const since = (state: State) =>
      this.#all("SELECT count(*) AS count, min(changed_at) AS since FROM submissions WHERE state = ?", state)[0];
    const [held, parked] = [since("held"), since("parked")];
    const [twins] = this.#all(`SELECT count(*) AS count FROM submissions WHERE ${TWINS}`);
    return {
      waiting: Number(waiting?.count),
      waitingSince: time(waiting?.since),
      held: Number(held?.count),
      heldSince: time(held?.since),
      parked: Number(parked?.count),
      parkedSince: time(parked?.since),
      twins: Number(twins?.count),
    };
  }

  /** Submissions that became more than one lead, the oldest first. */
  twins(limit: number): Entry[] {
    return this.#all(`SELECT * FROM submissions WHERE ${TWINS} ORDER BY seq LIMIT ?`, limit).map(entry);
  }

  /** How many submissions are in each state, by the time since they were received. */
  counts(now: number): StateCount[] {
    return this.#all(
      `SELECT state, count(*) AS count, sum(created_at > ?) AS hour, sum(created_at <= ? AND created_at > ?) AS day,
        sum(created_at <= ? AND created_at > ?) AS week, min(created_at) AS oldest FROM submissions GROUP BY state ORDER BY state`,
      ...[now - HOUR, now - HOUR, now - DAY, now - DAY, now - WEEK],
    ).map(({ state, count, hour, day, week, oldest }) => ({
      state: String(state) as State,
      ...{ count: Number(count), hour: Number(hour), day: Number(day), week: Number(week), oldest: Number(oldest) },
    }));
  }

  /** The latest submissions that came before one. */
  latest(filter: Filter, digits: string | undefined, before: number, limit: number): Entry[] {
    const [where, bindings] = conditions(filter, digits);
    const query = `SELECT * FROM submissions WHERE seq < ? ${where} ORDER BY seq DESC LIMIT ?`;
    return this.#all(query, before, ...bindings, limit).map(entry);
  }

  /** The oldest submissions that came after one. */
  oldest(filter: Filter, digits: string | undefined, after: number, limit: number): Entry[] {
    const [where, bindings] = conditions(filter, digits);
    const query = `SELECT * FROM submissions WHERE seq > ? ${where} ORDER BY seq LIMIT ?`;
    return this.#all(query, after, ...bindings, limit).map(entry);
  }

  /** The submission of a code. */
  byCode(uniqueCode: string): Entry | undefined {
    return this.#all("SELECT * FROM submissions WHERE unique_code = ?", uniqueCode).map(entry)[0];
  }

  /** The codes of what is in a state, the oldest first. */
  codesIn(state: State): string[] {
    const rows = this.#all("SELECT unique_code FROM submissions WHERE state = ? ORDER BY seq", state);
    return rows.map(({ unique_code }) => String(unique_code));
  }

  /** The submissions of a person, by the digits of the phone or by the email in any case. */
  ofPerson(digits: string | undefined, email: string | undefined): Entry[] {
    return this.#all(
      `SELECT * FROM submissions WHERE lead IS NOT NULL
        AND (${DIGITS} = ? OR lower(json_extract(lead, '$.email')) = lower(?)) ORDER BY seq`,
      ...[digits ?? null, email ?? null],
    ).map(entry);
  }

  #all(query: string, ...bindings: (string | number | null)[]): SqlRow[] {
    return this.#sql.exec(query, ...bindings).toArray();
  }
}

function conditions({ states, form, text }: Filter, digits: string | undefined): [string, string[]] {
  const parts: string[] = [];
  const bindings: string[] = [];
  const add = (part: string, ...values: string[]) => {
    parts.push(`AND ${part}`);
    bindings.push(...values);
  };
  if (states.length > 0) add(`state IN (${states.map(() => "?").join()})`, ...states);
  if (form !== undefined) add("form = ?", form);
  if (text !== undefined && digits !== undefined) {
    add(`(instr(${TEXT}, lower(?)) > 0 OR instr(${DIGITS}, ?) > 0)`, text, digits);
  } else if (text !== undefined) {
    add(`instr(${TEXT}, lower(?)) > 0`, text);
  }
  return [parts.join(" "), bindings];
}

function time(value: SqlRow[string] | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}
