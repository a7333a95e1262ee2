-- A key that was taken back keeps its row: its id stands in the record and in conversations, and is never given again.
ALTER TABLE api_keys ADD COLUMN name TEXT;
ALTER TABLE api_keys ADD COLUMN revoked_at TEXT;

-- Changes of keys on their way into the log, as those of accounts: a command makes them beside a running appliance.
CREATE TABLE key_changes (
  id INTEGER PRIMARY KEY,
  key_id TEXT NOT NULL REFERENCES api_keys (key_id),
  act TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- How often rows of customers were deleted, and up to which of these the pages have been written anew since: a page that was
-- split keeps copies of the rows it passed on.
CREATE TABLE page_cleaning (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  deletions INTEGER NOT NULL,
  cleaned INTEGER NOT NULL
) STRICT;
INSERT INTO page_cleaning (one, deletions, cleaned)
SELECT 1, EXISTS (SELECT 1 FROM log_entries WHERE kind IN ('records-purged', 'memory-deleted')), 0;
