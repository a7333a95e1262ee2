-- What witnesses outside said of checkpoints of the log (C2SP tlog-cosignature), one line a witness and checkpoint.
CREATE TABLE log_cosignatures (
  size INTEGER NOT NULL REFERENCES log_checkpoints (size),
  -- Name and key id, as its verifier key begins.
  witness TEXT NOT NULL,
  -- Seconds since 1970 by the clock of the witness; `at` is when it came, by our own.
  time INTEGER NOT NULL CHECK (time >= 0),
  line TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;

-- As the log's own tables; this one also takes what comes late of an earlier checkpoint.
CREATE TRIGGER log_cosignatures_insert BEFORE INSERT ON log_cosignatures
WHEN EXISTS (SELECT 1 FROM log_cosignatures WHERE size = NEW.size AND witness = NEW.witness)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_cosignatures_update BEFORE UPDATE ON log_cosignatures
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_cosignatures_delete BEFORE DELETE ON log_cosignatures
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
