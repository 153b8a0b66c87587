// The outbox on disk: one table of submissions, one row of what they share. Nothing here decides anything; every method is one
// statement or one transaction.

import type { Outbox, Row, State } from "../../wasm/edge/konektor_edge.js";
import { migrate } from "./migrations.js";
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
  /** When it came, in Unix milliseconds. */
  readonly createdAt: number;
  /** When it came to where it stands. */
  readonly changedAt: number;
  /** Where it stands. */
  readonly row: Row;
}

/** A submission to keep. */
export interface New extends Omit<Entry, "seq" | "createdAt" | "changedAt"> {
  /** Whether the edge had to make up the id. */
  readonly plain: boolean;
  /** Stands for its challenge's token. */
  readonly challenge: string | undefined;
}

/** What a workspace's outbox knows of itself. */
export interface Workspace {
  /** What the state machine keeps. */
  readonly outbox: Outbox;
  /** The name of the secret with the API key. */
  readonly keyBinding: string;
  /** When ages were last looked at, in Unix milliseconds. */
  readonly sweptAt: number;
}

// The two conditions of the indices on what waits: SQLite uses those for the same words only.
const WAITING = "state IN ('accepted', 'unknown')";
/** What is on its way. */
export const UNFINISHED = "state IN ('accepted', 'unknown', 'sending')";

function not(seqs: ReadonlySet<number>): string {
  return `seq NOT IN (${[...seqs].join()})`;
}

/** The outbox on disk. */
export class Rows {
  readonly #sql: Sql;
  readonly #storage: OutboxStorage;

  constructor(storage: OutboxStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrate(storage);
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
  insert({ form, id, uniqueCode, contentMac, lead, row, plain, challenge }: New, now: number): void {
    this.#sql.exec(
      `INSERT INTO submissions (form, id, unique_code, content_mac, plain, challenge, lead, created_at, changed_at,
        state, due_at, attempts, doubtful, taken, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?)`,
      ...[form, id, uniqueCode, contentMac, plain ? 1 : 0, challenge ?? null, lead, now, now],
      ...[row.state, row.dueAt, row.reason ?? null],
    );
  }

  /** Whether a challenge's token came with a submission already. */
  hasChallenge(challenge: string): boolean {
    return this.#one("challenge = ?", challenge) !== undefined;
  }

  /** Writes where a submission stands now. */
  update(seq: number, row: Row, now: number): void {
    this.#sql.exec(
      `UPDATE submissions SET state = ?, due_at = ?, attempts = ?, doubtful = ?, taken = ?, first_sent_at = ?, lead_id = ?,
        reason = ?, audit_at = ?, changed_at = ? WHERE seq = ?`,
      ...[row.state, row.dueAt, row.attempts, row.doubtful ? 1 : 0, row.taken, row.firstSentAt ?? null],
      ...[row.leadId ?? null, row.reason ?? null, row.auditAt ?? null, now, seq],
    );
  }

  /** Writes a submission and its outbox together. */
  settle(seq: number, row: Row, outbox: Outbox, now: number): void {
    this.#storage.transactionSync(() => {
      this.update(seq, row, now);
      this.#stop(outbox, now);
    });
  }

  /** Writes what an audit found; the submission has not moved. */
  audited(seq: number, row: Row, outbox: Outbox, now: number): void {
    this.#storage.transactionSync(() => {
      const { auditAt, audits, twins } = row;
      this.#sql.exec(
        "UPDATE submissions SET audit_at = ?, audits = ?, twins = ? WHERE seq = ?",
        ...[auditAt ?? null, audits, twins.length > 0 ? JSON.stringify(twins) : null, seq],
      );
      this.#stop(outbox, now);
    });
  }

  #stop(outbox: Outbox, now: number): void {
    this.#sql.exec(
      "UPDATE workspace SET stopped_until = ?, failures = ?, reason = ?, stopped_at = ?",
      ...[outbox.stoppedUntil, outbox.failures, outbox.reason ?? null, now],
    );
  }

  /** Puts a submission off that nobody could decide about; what was being sent has an open outcome. */
  setAside(seq: number, dueAt: number, now: number): void {
    this.#sql.exec(
      `UPDATE submissions SET doubtful = doubtful OR state = 'sending', due_at = ?, changed_at = ?, reason = 'INTERNAL',
        state = CASE state WHEN 'sending' THEN 'unknown' ELSE state END WHERE seq = ? AND ${UNFINISHED}`,
      ...[dueAt, now, seq],
    );
  }

  /** After the clock was set back, what was due in the meantime is due as much later as it was then. */
  rebase(now: number): void {
    this.#sql.exec(
      `UPDATE submissions SET due_at = ? + due_at - changed_at, changed_at = ? WHERE changed_at > ? AND ${UNFINISHED}`,
      ...[now, now, now],
    );
    this.#sql.exec(
      "UPDATE workspace SET stopped_until = max(0, ? + stopped_until - stopped_at), stopped_at = ? WHERE stopped_at > ?",
      ...[now, now, now],
    );
  }

  /** A submission. */
  bySeq(seq: number): Entry | undefined {
    return this.#one("seq = ?", seq);
  }

  /** The oldest submission that is due, but for some. Those that were due before a stop was over come first. */
  oldestDue(now: number, stoppedUntil: number, but: ReadonlySet<number>): Entry | undefined {
    const oldest = (condition: string, ...bindings: number[]) =>
      this.#sql
        .exec(
          `SELECT * FROM submissions INDEXED BY submissions_waiting WHERE ${WAITING} AND ${not(but)} AND ${condition}
            ORDER BY seq LIMIT 1`,
          ...bindings,
        )
        .toArray()
        .map(entry)[0];
    // Without a stop nothing is before it, and to find that out every waiting row would be read.
    const before = stoppedUntil > 0 ? oldest("due_at <= ? AND due_at < ?", now, stoppedUntil) : undefined;
    return before ?? oldest("due_at <= ?", now);
  }

  /** The oldest submissions whose look-up is due, but for some. */
  doubtsDue(now: number, but: ReadonlySet<number>, limit: number): Entry[] {
    return this.#sql
      .exec(
        `SELECT * FROM submissions WHERE state = 'unknown' AND due_at <= ? AND ${not(but)} ORDER BY seq LIMIT ?`,
        ...[now, limit],
      )
      .toArray()
      .map(entry);
  }

  /** The delivered submission whose audit is due first, but for some. */
  auditDue(now: number, but: ReadonlySet<number>): Entry | undefined {
    return this.#one(`audit_at <= ? AND ${not(but)} ORDER BY audit_at`, now);
  }

  /** When the next audit is due. */
  nextAudit(): number | undefined {
    return this.#time("SELECT min(audit_at) AS at FROM submissions WHERE audit_at IS NOT NULL");
  }

  /** When the next submission is due; one that is being sent counts, in case nobody is left who sends it. */
  nextDue(): number | undefined {
    return this.#time(
      `SELECT min(due_at) AS at FROM submissions INDEXED BY submissions_unfinished WHERE ${UNFINISHED}`,
    );
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
    const { stopped_until, failures, reason, key_binding, swept_at } = row;
    const outbox: Outbox = { stoppedUntil: Number(stopped_until), failures: Number(failures), reason: text(reason) };
    return { outbox, keyBinding: String(key_binding), sweptAt: Number(swept_at) };
  }

  /** Notes where the API key is found, which a new forms file may have changed. */
  setKeyBinding(keyBinding: string, now: number): void {
    this.#sql.exec(
      `INSERT INTO workspace (one, key_binding, stopped_until, failures, swept_at) VALUES (1, ?, 0, 0, ?)
        ON CONFLICT (one) DO UPDATE SET key_binding = excluded.key_binding`,
      ...[keyBinding, now],
    );
  }

  /** Notes that ages were looked at. */
  setSwept(now: number): void {
    this.#sql.exec("UPDATE workspace SET swept_at = ?", now);
  }

  /** Removes the personal data of what came to a state before a time; the receipt stays. */
  eraseOld(state: State, before: number): void {
    this.#sql.exec(
      "UPDATE submissions SET lead = NULL WHERE state = ? AND changed_at < ? AND lead IS NOT NULL",
      ...[state, before],
    );
  }

  /** What came to a state before a time, the oldest first. */
  old(state: State, before: number, limit: number): Entry[] {
    return this.#sql
      .exec(
        "SELECT * FROM submissions WHERE state = ? AND changed_at < ? ORDER BY seq LIMIT ?",
        ...[state, before, limit],
      )
      .toArray()
      .map(entry);
  }

  /** Writes a submission without its personal data. */
  erase(seq: number, row: Row, now: number): void {
    this.#storage.transactionSync(() => {
      this.update(seq, row, now);
      this.#sql.exec("UPDATE submissions SET lead = NULL WHERE seq = ?", seq);
    });
  }

  /** Removes the receipts without personal data that are older than a time. */
  forget(before: number): void {
    this.#sql.exec(
      "DELETE FROM submissions WHERE state IN ('delivered', 'rejected') AND changed_at < ? AND lead IS NULL",
      before,
    );
  }

  /** Whether there is anything whose age matters. */
  ages(): boolean {
    return this.#one("state IN ('held', 'delivered', 'parked', 'rejected')") !== undefined;
  }

  #time(query: string): number | undefined {
    const [row] = this.#sql.exec(query).toArray();
    return typeof row?.at === "number" ? row.at : undefined;
  }

  #one(where: string, ...bindings: (string | number)[]): Entry | undefined {
    const [row] = this.#sql.exec(`SELECT * FROM submissions WHERE ${where} LIMIT 1`, ...bindings).toArray();
    return row && entry(row);
  }
}

/** A submission as its row has it. */
export function entry(row: SqlRow): Entry {
  return {
    seq: Number(row.seq),
    form: String(row.form),
    id: String(row.id),
    uniqueCode: String(row.unique_code),
    contentMac: String(row.content_mac),
    lead: text(row.lead) ?? null,
    createdAt: Number(row.created_at),
    changedAt: Number(row.changed_at),
    row: {
      state: String(row.state) as State,
      dueAt: Number(row.due_at),
      attempts: Number(row.attempts),
      doubtful: row.doubtful === 1,
      taken: Number(row.taken),
      firstSentAt: number(row.first_sent_at),
      leadId: text(row.lead_id),
      reason: text(row.reason),
      erased: row.lead === null,
      auditAt: number(row.audit_at),
      audits: Number(row.audits),
      twins: JSON.parse(text(row.twins) ?? "[]") as string[],
    },
  };
}

function number(value: SqlRow[string] | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function text(value: SqlRow[string] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
