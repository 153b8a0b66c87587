-- What became of a lead's last status as a conversion event; all null: there was nothing to send.
ALTER TABLE leads ADD COLUMN conversion_event TEXT;
ALTER TABLE leads ADD COLUMN conversion_outcome TEXT;
ALTER TABLE leads ADD COLUMN conversion_due_at INTEGER;
-- When the last event before this one was tried.
ALTER TABLE leads ADD COLUMN conversion_tried_at INTEGER;

CREATE TABLE tickets (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  reference TEXT NOT NULL,
  subject TEXT NOT NULL,
  message TEXT NOT NULL,
  status TEXT NOT NULL,
  priority TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
