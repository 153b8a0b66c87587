-- Times are milliseconds since 1970. Rows are never removed: the Agent API has no delete, and the product's own is soft.
CREATE TABLE IF NOT EXISTS leads (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  unique_code TEXT NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT,
  email TEXT,
  phone TEXT,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  source TEXT,
  ad_platform TEXT,
  assigned_to TEXT,
  estimated_value REAL,
  actual_value REAL,
  notes TEXT,
  external_ref TEXT,
  campaign TEXT,
  search_text TEXT NOT NULL,
  search_codes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  visible_at INTEGER NOT NULL,
  deleted_at INTEGER
) STRICT;

-- Both orders of the list, with what decides whether a lead is in it at all, so that counting reads no rows.
CREATE INDEX IF NOT EXISTS leads_by_creation ON leads (created_at, seq, visible_at) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS leads_by_update ON leads (updated_at, seq, visible_at) WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS leads_by_code ON leads (unique_code);
CREATE INDEX IF NOT EXISTS leads_by_reference ON leads (external_ref);
