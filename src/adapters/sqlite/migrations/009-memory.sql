-- What subjects said yes and no to. Pseudonyms and codes only; rows never change, and leave at the end of their time.
CREATE TABLE consents (
  number INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  conversation TEXT NOT NULL,
  purpose TEXT NOT NULL,
  basis TEXT NOT NULL,
  granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
  notice_version TEXT NOT NULL,
  notice_language TEXT NOT NULL,
  keep_days INTEGER CHECK (keep_days > 0),
  at TEXT NOT NULL,
  verified INTEGER NOT NULL CHECK (verified IN (0, 1))
) STRICT;
CREATE INDEX consents_by_subject ON consents (subject, purpose, number);
CREATE INDEX consents_by_conversation ON consents (conversation);
CREATE TRIGGER consents_never_change BEFORE UPDATE ON consents BEGIN SELECT RAISE (ABORT, 'consents are append-only'); END;

-- What is remembered of a subject. Even the kind of a fact stands in its box: that somebody has a need of some kind is
-- personal by itself.
CREATE TABLE memory_facts (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  purpose TEXT NOT NULL,
  conversation TEXT NOT NULL,
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  box BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX memory_facts_by_subject ON memory_facts (subject, at, id);
CREATE INDEX memory_facts_by_expiry ON memory_facts (expires_at);

-- Conversations whose customer is the one they were begun for: somebody with a right to say so vouched for them, or they
-- proved to be that reference and not another one.
-- The placeholder of the reference somebody proved to be; empty where an earlier version wrote the state.
ALTER TABLE action_states ADD COLUMN verified_as TEXT NOT NULL DEFAULT '';
CREATE VIEW proven_conversations AS
SELECT c.id FROM conversations c LEFT JOIN action_states a ON a.conversation = c.id
WHERE c.verified = 1 AND coalesce(a.verified_as, '[CUSTOMER_1]') = '[CUSTOMER_1]';

-- Noisy counts that left the appliance, and what of the year's ε each took. What was told once is told the same again:
-- fresh noise on the same counts would average out.
CREATE TABLE releases (
  name TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  epsilon_thousandths INTEGER NOT NULL CHECK (epsilon_thousandths > 0),
  counts TEXT NOT NULL CHECK (json_valid(counts))
) STRICT;
CREATE TRIGGER releases_never_change BEFORE UPDATE ON releases BEGIN SELECT RAISE (ABORT, 'releases are append-only'); END;
CREATE TRIGGER releases_never_leave BEFORE DELETE ON releases BEGIN SELECT RAISE (ABORT, 'releases are append-only'); END;
