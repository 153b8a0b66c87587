// The outbox's tables, and how those of an older Worker become today's. Each step is run once, in order, and never changed
// afterwards: rows may be waiting in a table of any age.

import type { OutboxStorage } from "./platform.js";

/** An outbox of before there were steps has the tables of the first one. */
const STEPS = [
  `CREATE TABLE IF NOT EXISTS submissions (
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
  );`,
  `ALTER TABLE submissions ADD COLUMN first_sent_at INTEGER;
  ALTER TABLE submissions ADD COLUMN audit_at INTEGER;
  ALTER TABLE submissions ADD COLUMN audits INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE submissions ADD COLUMN twins TEXT;
  ALTER TABLE submissions ADD COLUMN challenge TEXT;
  CREATE INDEX submissions_by_challenge ON submissions (challenge) WHERE challenge IS NOT NULL;
  DROP INDEX submissions_by_content;
  CREATE INDEX submissions_by_content ON submissions (form, content_mac, created_at) WHERE plain = 1;
  CREATE INDEX submissions_waiting ON submissions (seq) WHERE state IN ('accepted', 'unknown');
  CREATE INDEX submissions_unfinished ON submissions (due_at) WHERE state IN ('accepted', 'unknown', 'sending');
  CREATE INDEX submissions_by_audit ON submissions (audit_at) WHERE audit_at IS NOT NULL;
  ALTER TABLE workspace ADD COLUMN stopped_at INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE workspace ADD COLUMN swept_at INTEGER NOT NULL DEFAULT 0;`,
];

/** Brings the tables up to date, all or not at all. */
export function migrate(storage: OutboxStorage): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY)");
  const [last] = sql.exec("SELECT coalesce(max(step), 0) AS step FROM migrations").toArray();
  for (let step = Number(last?.step ?? 0) + 1; step <= STEPS.length; step++) {
    storage.transactionSync(() => {
      sql.exec(STEPS[step - 1] ?? "");
      sql.exec("INSERT INTO migrations (step) VALUES (?)", step);
    });
  }
}
