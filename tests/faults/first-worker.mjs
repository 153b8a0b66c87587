// @ts-check
// The outbox of the first Worker, as far as a later one meets it: its tables, word for word, and rows in them that wait. It keeps
// what today's intake hands over, in the state that the visitor's first name says, and delivers nothing.

import worker from "../../edge/src/index.js";

/** Never changed: rows in tables like these are out there. */
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

/** What the first outbox wrote beside a state. @type {Record<string, { attempts: number, doubtful: number, reason: string }>} */
const BESIDE = {
  held: { attempts: 0, doubtful: 0, reason: "SUSPECT" },
  accepted: { attempts: 1, doubtful: 0, reason: "RATE_LIMITED" },
  sending: { attempts: 1, doubtful: 0, reason: "SENT" },
  unknown: { attempts: 2, doubtful: 1, reason: "TIMEOUT" },
  delivered: { attempts: 1, doubtful: 0, reason: "CREATED" },
  parked: { attempts: 1, doubtful: 0, reason: "VALIDATION_ERROR" },
};

/** Keeps rows for a later Worker. */
export class LeadOutbox {
  #storage;

  constructor(/** @type {any} */ { storage }) {
    this.#storage = storage;
    storage.sql.exec(SCHEMA);
    storage.sql.exec(
      "INSERT OR IGNORE INTO workspace (one, key_binding, stopped_until, failures, reason) VALUES (1, 'KONEKTOR_API_KEY', ?, 3, 'RATE_LIMITED')",
      Date.now(),
    );
  }

  async fetch(/** @type {Request} */ request) {
    const { form, id, uniqueCode, contentMac, lead } = /** @type {any} */ (await request.json());
    const state = JSON.parse(lead).firstName.split(" ")[0].toLowerCase();
    const { attempts, doubtful, reason } = BESIDE[state] ?? {};
    const now = Date.now();
    this.#storage.sql.exec(
      `INSERT INTO submissions (form, id, unique_code, content_mac, plain, lead, created_at, changed_at,
        state, due_at, attempts, doubtful, taken, lead_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[form, id, uniqueCode, contentMac, 0, lead, now, now],
      ...[state, now, attempts, doubtful, 0, state === "delivered" ? "lead_before" : null, reason],
    );
    await this.alarm();
    await this.#storage.sync();
    return Response.json({ type: "receipt", receipt: { id, uniqueCode } });
  }

  /** The alarm of whoever comes after it. */
  async alarm() {
    await this.#storage.setAlarm(Date.now() + 1_000);
  }
}

export default worker;
