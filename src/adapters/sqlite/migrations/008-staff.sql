-- People who sign in to work: who they are here, and what they may do. No password stands here, only its argon2id hash.
CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'reviewer', 'admin', 'auditor')),
  password TEXT,
  issuer TEXT,
  issuer_subject TEXT,
  disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  at TEXT NOT NULL,
  -- An account is known by a password or by a sign-in provider, never by both.
  CHECK ((password IS NULL) = (issuer IS NOT NULL)),
  CHECK ((issuer IS NULL) = (issuer_subject IS NULL)),
  UNIQUE (issuer, issuer_subject)
) STRICT;
CREATE UNIQUE INDEX staff_by_local_name ON staff (name) WHERE issuer IS NULL;

-- Changes of accounts on their way into the log: a command makes them beside a running appliance, which alone writes the log.
CREATE TABLE staff_changes (
  id INTEGER PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  act TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

-- Who is signed in: the hash of what their browser holds.
CREATE TABLE staff_sessions (
  hash TEXT PRIMARY KEY,
  staff TEXT NOT NULL REFERENCES staff (id),
  method TEXT NOT NULL CHECK (method IN ('password', 'oidc')),
  started_at TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_sessions_by_staff ON staff_sessions (staff);

-- Wrong passwords by a keyed hash of the name that was typed, known here or not.
CREATE TABLE sign_in_failures (
  name_hash TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at TEXT NOT NULL,
  lock_noted INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Values revealed and refused, by who asked: what is counted before the next one.
CREATE INDEX log_entries_of_reveals ON log_entries (json_extract(entry, '$.actor.key'), at)
  WHERE kind IN ('value-revealed', 'reveal-refused');
