-- The truth of the appliance: conversations, turns, handovers, knowledge. Nothing personal stands in clear text:
-- originals are boxes (AES-256-GCM) under a key that lives in keys.db.

CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  key_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  language TEXT NOT NULL,
  collection TEXT NOT NULL,
  tier TEXT NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
  basis TEXT NOT NULL,
  started_at TEXT NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  turns INTEGER NOT NULL,
  issue_turns INTEGER NOT NULL,
  issue_start INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_by_subject ON conversations (subject, started_at);

CREATE TABLE conversation_events (
  conversation TEXT NOT NULL REFERENCES conversations (id),
  version INTEGER NOT NULL,
  at TEXT NOT NULL,
  event TEXT NOT NULL CHECK (json_valid(event)),
  PRIMARY KEY (conversation, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE turns (
  conversation TEXT NOT NULL REFERENCES conversations (id),
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  question TEXT NOT NULL,
  outcome TEXT NOT NULL,
  intent TEXT NOT NULL,
  sentiment REAL NOT NULL,
  -- The whole TurnView with placeholders, receipt included.
  view TEXT NOT NULL CHECK (json_valid(view)),
  PRIMARY KEY (conversation, turn)
) STRICT, WITHOUT ROWID;

-- A reply that is being streamed: its sentences are here before they are sent, and gone once the turn is sealed.
CREATE TABLE open_turns (
  conversation TEXT NOT NULL,
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  question TEXT NOT NULL,
  sentences TEXT NOT NULL CHECK (json_valid(sentences)),
  PRIMARY KEY (conversation, turn)
) STRICT, WITHOUT ROWID;

CREATE TABLE person_replies (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  text TEXT NOT NULL,
  leaf_index INTEGER NOT NULL,
  leaf TEXT NOT NULL
) STRICT;
CREATE INDEX person_replies_by_conversation ON person_replies (conversation, at);

CREATE TABLE handovers (
  reference TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'done')),
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  at TEXT NOT NULL,
  claimed_by TEXT,
  -- The HandoverView without the fields above.
  body TEXT NOT NULL CHECK (json_valid(body)),
  resolution TEXT CHECK (resolution IS NULL OR json_valid(resolution))
) STRICT;
CREATE INDEX handovers_waiting ON handovers (state, queue, priority, at);
CREATE INDEX handovers_by_conversation ON handovers (conversation, state);

CREATE TABLE feedback (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  at TEXT NOT NULL,
  csat INTEGER CHECK (csat BETWEEN 1 AND 5),
  effort INTEGER CHECK (effort BETWEEN 1 AND 7),
  resolved INTEGER CHECK (resolved IN (0, 1)),
  comment TEXT,
  -- Who had the conversation when it was rated: assistant or person.
  path TEXT NOT NULL
) STRICT;

CREATE TABLE vault (
  conversation TEXT NOT NULL,
  placeholder TEXT NOT NULL,
  subject TEXT NOT NULL,
  type TEXT NOT NULL,
  box BLOB NOT NULL,
  PRIMARY KEY (conversation, placeholder)
) STRICT, WITHOUT ROWID;
CREATE INDEX vault_by_subject ON vault (subject);

-- First answers to calls with an Idempotency-Key, with placeholders for what is personal.
CREATE TABLE answers (
  key_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  at TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (json_valid(answer)),
  PRIMARY KEY (key_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  hash TEXT PRIMARY KEY,
  key_id TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_snapshots (
  hash TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  texts TEXT NOT NULL CHECK (json_valid(texts))
) STRICT;

CREATE TABLE document_versions (
  document TEXT NOT NULL,
  version TEXT NOT NULL,
  at TEXT NOT NULL,
  title TEXT NOT NULL,
  collection TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (document, version)
) STRICT;

CREATE TABLE documents (
  id TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  title TEXT NOT NULL,
  collection TEXT NOT NULL,
  audience TEXT NOT NULL,
  updated TEXT NOT NULL,
  review_by TEXT,
  volatile INTEGER NOT NULL CHECK (volatile IN (0, 1)),
  -- Where it came from: the knowledge folder, or a command. A sync of the folder leaves the others alone.
  origin TEXT NOT NULL CHECK (origin IN ('folder', 'added'))
) STRICT, WITHOUT ROWID;

CREATE TABLE passages (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  collection TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  model TEXT NOT NULL,
  whole BLOB NOT NULL,
  sentences BLOB NOT NULL
) STRICT;
CREATE INDEX passages_by_document ON passages (document);
CREATE INDEX passages_by_collection ON passages (collection);

-- A cache of words; rebuilt from passages.
CREATE VIRTUAL TABLE passage_words USING fts5 (
  heading, text, collection UNINDEXED,
  tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER conversation_events_never_change BEFORE UPDATE ON conversation_events BEGIN SELECT RAISE (ABORT, 'events are append-only'); END;
CREATE TRIGGER conversation_events_never_leave BEFORE DELETE ON conversation_events BEGIN SELECT RAISE (ABORT, 'events are append-only'); END;
CREATE TRIGGER document_versions_never_change BEFORE UPDATE ON document_versions BEGIN SELECT RAISE (ABORT, 'versions are append-only'); END;

-- A cache: vectors of policy's example sentences, so that a start embeds only what is new.
CREATE TABLE example_vectors (
  model TEXT NOT NULL,
  text_hash BLOB NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (model, text_hash)
) STRICT, WITHOUT ROWID;
