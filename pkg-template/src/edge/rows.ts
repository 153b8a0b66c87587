// The outbox on disk: one table of submissions, one row of what they share. Nothing here decides anything; every method is one
// statement or one transaction.

import type { Outbox, Row, State } from "../../wasm/edge/konektor_edge.js";
import type { OutboxStorage, Sql, SqlRow } from "./platform.js";

/** A submission on disk. */
export interface Entry {
  /** Its place in the order of arrival. */
  readonly seq: number;
  /** The form's name. */
  readonly form: string;
  /** Its id. */
  readonly id: string;
  /** Its code. */
  readonly uniqueCode: string;
  /** Decides whether another one says the same. */
  readonly contentMac: string;
  /** The lead to create, as JSON without its code; `null` once its personal data is removed. */
  readonly lead: string | null;
  /** Where it stands. */
  readonly row: Row;
}

/** What a workspace's outbox knows of itself. */
export interface Workspace {
  /** What the state machine keeps. */
  readonly outbox: Outbox;
  /** The name of the secret with the API key. */
  readonly keyBinding: string;
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS submissions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  form TEXT NOT NULL,
  id TEXT NOT NULL,
  unique_code TEXT NOT NULL UNIQUE,
  content_mac TEXT NOT NULL,
  plain INTEGER NOT NULL,
  lead TEXT,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  doubtful INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  lead_id TEXT,
  reason TEXT,
  UNIQUE (form, id)
);
CREATE INDEX IF NOT EXISTS submissions_by_state ON submissions (state, due_at);
CREATE INDEX IF NOT EXISTS submissions_by_content ON submissions (form, content_mac, created_at);
CREATE TABLE IF NOT EXISTS workspace (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key_binding TEXT NOT NULL,
  stopped_until INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  reason TEXT
);`;

const WAITING = "state IN ('accepted', 'unknown')";

/** The outbox on disk. */
export class Rows {
  readonly #sql: Sql;
  readonly #storage: OutboxStorage;

  constructor(storage: OutboxStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#sql.exec(SCHEMA);
  }

  /** The submission of an id. */
  byId(form: string, id: string): Entry | undefined {
    return this.#one("form = ? AND id = ?", form, id);
  }

  /** The latest plain post of the same content since a time. */
  byContent(form: string, contentMac: string, since: number): Entry | undefined {
    return this.#one(
      "form = ? AND content_mac = ? AND plain = 1 AND created_at >= ? ORDER BY seq DESC",
      form,
      contentMac,
      since,
    );
  }

  /** Whether a code is a submission's already. */
  hasCode(uniqueCode: string): boolean {
    return this.#one("unique_code = ?", uniqueCode) !== undefined;
  }

  /** How many suspects of a form wait for a person, and their bytes. */
  held(form: string): { count: number; bytes: number } {
    const [row] = this.#sql
      .exec(
        "SELECT count(*) AS count, coalesce(sum(length(lead)), 0) AS bytes FROM submissions WHERE form = ? AND state = 'held'",
        form,
      )
      .toArray();
    return { count: Number(row?.count ?? 0), bytes: Number(row?.bytes ?? 0) };
  }

  /** Keeps a new submission. */
  insert(entry: Omit<Entry, "seq">, plain: boolean, now: number): void {
    const { form, id, uniqueCode, contentMac, lead, row } = entry;
    this.#sql.exec(
      `INSERT INTO submissions (form, id, unique_code, content_mac, plain, lead, created_at, changed_at,
        state, due_at, attempts, doubtful, taken, lead_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[form, id, uniqueCode, contentMac, plain ? 1 : 0, lead, now, now],
      ...[row.state, row.dueAt, row.attempts, row.doubtful ? 1 : 0, row.taken, row.leadId ?? null, row.reason ?? null],
    );
  }

  /** Writes where a submission stands now. */
  update(seq: number, row: Row, now: number): void {
    this.#sql.exec(
      `UPDATE submissions SET state = ?, due_at = ?, attempts = ?, doubtful = ?, taken = ?, lead_id = ?, reason = ?, changed_at = ?
        WHERE seq = ?`,
      ...[
        row.state,
        row.dueAt,
        row.attempts,
        row.doubtful ? 1 : 0,
        row.taken,
        row.leadId ?? null,
        row.reason ?? null,
        now,
        seq,
      ],
    );
  }

  /** Writes a submission and its outbox together. */
  settle(seq: number, row: Row, outbox: Outbox, now: number): void {
    this.#storage.transactionSync(() => {
      this.update(seq, row, now);
      this.#sql.exec(
        "UPDATE workspace SET stopped_until = ?, failures = ?, reason = ?",
        ...[outbox.stoppedUntil, outbox.failures, outbox.reason ?? null],
      );
    });
  }

  /** The oldest submission that is due. */
  oldestDue(now: number): Entry | undefined {
    return this.#one(`${WAITING} AND due_at <= ? ORDER BY seq`, now);
  }

  /** When the next submission is due; one that is being sent counts, in case nobody is left who sends it. */
  nextDue(): number | undefined {
    const [row] = this.#sql
      .exec(`SELECT min(due_at) AS due FROM submissions WHERE ${WAITING} OR state = 'sending'`)
      .toArray();
    return typeof row?.due === "number" ? row.due : undefined;
  }

  /** How many submissions there are in each state. */
  counts(): Readonly<Record<string, number>> {
    const rows = this.#sql.exec("SELECT state, count(*) AS count FROM submissions GROUP BY state").toArray();
    return Object.fromEntries(rows.map(({ state, count }) => [String(state), Number(count)]));
  }

  /** All submissions in a state. */
  inState(state: State): Entry[] {
    return this.#sql.exec("SELECT * FROM submissions WHERE state = ?", state).toArray().map(entry);
  }

  /** What the outbox knows of itself; nothing before its first submission. */
  workspace(): Workspace | undefined {
    const [row] = this.#sql.exec("SELECT * FROM workspace").toArray();
    if (!row) return undefined;
    const { stopped_until, failures, reason, key_binding } = row;
    const outbox: Outbox = { stoppedUntil: Number(stopped_until), failures: Number(failures), reason: text(reason) };
    return { outbox, keyBinding: String(key_binding) };
  }

  /** Notes where the API key is found, which a new forms file may have changed. */
  setKeyBinding(keyBinding: string): void {
    this.#sql.exec(
      `INSERT INTO workspace (one, key_binding, stopped_until, failures) VALUES (1, ?, 0, 0)
        ON CONFLICT (one) DO UPDATE SET key_binding = excluded.key_binding`,
      keyBinding,
    );
  }

  /** Removes the personal data of what was delivered before a time; the receipt stays. */
  erase(deliveredBefore: number): void {
    this.#sql.exec(
      "UPDATE submissions SET lead = NULL WHERE state = 'delivered' AND changed_at < ? AND lead IS NOT NULL",
      deliveredBefore,
    );
  }

  /** Removes the receipts of what was delivered before a time. */
  forget(deliveredBefore: number): void {
    this.#sql.exec(
      "DELETE FROM submissions WHERE state = 'delivered' AND changed_at < ? AND lead IS NULL",
      deliveredBefore,
    );
  }

  /** When the first delivered submission with personal data was delivered. */
  firstDelivered(): number | undefined {
    const [row] = this.#sql.exec("SELECT min(changed_at) AS at FROM submissions WHERE state = 'delivered'").toArray();
    return typeof row?.at === "number" ? row.at : undefined;
  }

  #one(where: string, ...bindings: (string | number)[]): Entry | undefined {
    const [row] = this.#sql.exec(`SELECT * FROM submissions WHERE ${where} LIMIT 1`, ...bindings).toArray();
    return row && entry(row);
  }
}

function entry(row: SqlRow): Entry {
  return {
    seq: Number(row.seq),
    form: String(row.form),
    id: String(row.id),
    uniqueCode: String(row.unique_code),
    contentMac: String(row.content_mac),
    lead: text(row.lead) ?? null,
    row: {
      state: String(row.state) as State,
      dueAt: Number(row.due_at),
      attempts: Number(row.attempts),
      doubtful: row.doubtful === 1,
      taken: Number(row.taken),
      leadId: text(row.lead_id),
      reason: text(row.reason),
    },
  };
}

function text(value: SqlRow[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
