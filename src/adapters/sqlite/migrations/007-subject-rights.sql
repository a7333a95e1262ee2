-- What customers may ask about their data. Nothing personal stands in clear text.

-- Whose data neither an erasure nor a purge may touch.
CREATE TABLE subject_holds (
  subject TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  role TEXT NOT NULL,
  key_id TEXT NOT NULL,
  -- Under the key of its subject.
  reason BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What customers say is wrong about them, each closed under the key of its subject.
CREATE TABLE subject_statements (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  box BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_statements_by_subject ON subject_statements (subject);

-- Erasures from the moment they are asked for. One without a certificate is under way: a start goes on with it.
CREATE TABLE erasures (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  role TEXT NOT NULL,
  key_id TEXT NOT NULL,
  had_key INTEGER NOT NULL CHECK (had_key IN (0, 1)),
  -- Deleted rows by table.
  records TEXT NOT NULL CHECK (json_valid(records)),
  -- Whether every page of the files was written anew after the rows were gone.
  rewritten INTEGER NOT NULL CHECK (rewritten IN (0, 1)),
  certificate TEXT CHECK (certificate IS NULL OR json_valid(certificate))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX erasures_under_way ON erasures (subject) WHERE certificate IS NULL;
CREATE INDEX erasures_by_subject ON erasures (subject, at);

-- Events are append-only while their conversation is there; they leave with it, in a transaction that says so here.
CREATE TABLE leaving_conversations (conversation TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
DROP TRIGGER conversation_events_never_leave;
CREATE TRIGGER conversation_events_never_leave BEFORE DELETE ON conversation_events
WHEN NOT EXISTS (SELECT 1 FROM leaving_conversations WHERE conversation = OLD.conversation)
BEGIN SELECT RAISE (ABORT, 'events are append-only'); END;

CREATE INDEX feedback_by_conversation ON feedback (conversation);
CREATE INDEX conversations_by_start ON conversations (started_at);
CREATE INDEX answers_by_time ON answers (at);
CREATE INDEX log_texts_by_subject ON log_texts (subject);
-- The log by subject: what was done about a customer beside their conversations.
CREATE INDEX log_entries_by_subject ON log_entries (json_extract(entry, '$.subject'))
  WHERE json_extract(entry, '$.subject') IS NOT NULL;
