-- What is remembered of actions between turns: the step that waits, a code's keyed hash; nothing personal.
CREATE TABLE action_states (
  conversation TEXT PRIMARY KEY REFERENCES conversations (id),
  state TEXT NOT NULL CHECK (json_valid(state))
) STRICT, WITHOUT ROWID;

-- Calls of systems of record by idempotency key. One that is `started` after a stop of the process has an unknown end.
CREATE TABLE action_runs (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  subject TEXT NOT NULL,
  operation TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed', 'unknown')),
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX action_runs_by_subject ON action_runs (subject, operation, at);
CREATE INDEX action_runs_by_conversation ON action_runs (conversation, operation);
CREATE INDEX action_runs_unfinished ON action_runs (state) WHERE state = 'started';

-- One-time codes sent, by a keyed hash of the reference they went to.
CREATE TABLE codes_sent (
  reference TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX codes_sent_by_reference ON codes_sent (reference, at);
