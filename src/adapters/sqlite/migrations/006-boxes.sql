-- Everything a customer or a person wrote, and what was said to them, is a box (AES-256-GCM) under a subkey of its
-- subject's key in keys.db. `box (subject, field, text, row …)` is the appliance's own function; what queries ask by stays
-- readable. Pages the clear text stood on are overwritten (`secure_delete`).

CREATE TABLE boxed_turns (
  conversation TEXT NOT NULL REFERENCES conversations (id),
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  question BLOB NOT NULL,
  outcome TEXT NOT NULL,
  intent TEXT NOT NULL,
  sentiment REAL NOT NULL,
  -- The whole TurnView with placeholders, receipt included, as JSON.
  view BLOB NOT NULL,
  PRIMARY KEY (conversation, turn)
) STRICT, WITHOUT ROWID;
INSERT INTO boxed_turns
  SELECT t.conversation, t.turn, t.at, box (c.subject, 'turns.question', t.question, t.conversation, t.turn), t.outcome,
    t.intent, t.sentiment, box (c.subject, 'turns.view', t.view, t.conversation, t.turn)
  FROM turns t JOIN conversations c ON c.id = t.conversation;
DROP TABLE turns;
ALTER TABLE boxed_turns RENAME TO turns;

CREATE TABLE boxed_open_turns (
  conversation TEXT NOT NULL,
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  question BLOB NOT NULL,
  -- A list of them, as JSON.
  sentences BLOB NOT NULL,
  answers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(answers)),
  PRIMARY KEY (conversation, turn)
) STRICT, WITHOUT ROWID;
INSERT INTO boxed_open_turns
  SELECT o.conversation, o.turn, o.at, box (c.subject, 'open_turns.question', o.question, o.conversation, o.turn),
    box (c.subject, 'open_turns.sentences', o.sentences, o.conversation, o.turn), o.answers
  FROM open_turns o JOIN conversations c ON c.id = o.conversation;
DROP TABLE open_turns;
ALTER TABLE boxed_open_turns RENAME TO open_turns;

CREATE TABLE boxed_person_replies (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  turn INTEGER NOT NULL,
  at TEXT NOT NULL,
  text BLOB NOT NULL,
  leaf_index INTEGER NOT NULL,
  leaf TEXT NOT NULL
) STRICT;
INSERT INTO boxed_person_replies
  SELECT r.id, r.conversation, r.turn, r.at, box (c.subject, 'person_replies.text', r.text, r.id), r.leaf_index, r.leaf
  FROM person_replies r JOIN conversations c ON c.id = r.conversation;
DROP TABLE person_replies;
ALTER TABLE boxed_person_replies RENAME TO person_replies;
CREATE INDEX person_replies_by_conversation ON person_replies (conversation, at);

CREATE TABLE boxed_handovers (
  reference TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  turn INTEGER NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'done')),
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
  at TEXT NOT NULL,
  claimed_by TEXT,
  -- The HandoverView without the fields above, as JSON.
  body BLOB NOT NULL,
  resolution BLOB
) STRICT;
INSERT INTO boxed_handovers
  SELECT h.reference, h.conversation, json_extract(h.body, '$.turn'), json_extract(h.body, '$.reason'), h.state, h.queue,
    h.priority, h.at, h.claimed_by,
    box (c.subject, 'handovers.body', json_remove(h.body, '$.turn', '$.reason'), h.reference),
    box (c.subject, 'handovers.resolution', h.resolution, h.reference)
  FROM handovers h JOIN conversations c ON c.id = h.conversation;
DROP TABLE handovers;
ALTER TABLE boxed_handovers RENAME TO handovers;
CREATE INDEX handovers_waiting ON handovers (state, queue, priority, at);
CREATE INDEX handovers_by_conversation ON handovers (conversation, state);

CREATE TABLE boxed_feedback (
  id TEXT PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversations (id),
  at TEXT NOT NULL,
  csat INTEGER CHECK (csat BETWEEN 1 AND 5),
  effort INTEGER CHECK (effort BETWEEN 1 AND 7),
  resolved INTEGER CHECK (resolved IN (0, 1)),
  comment BLOB,
  -- Who had the conversation when it was rated: assistant or person.
  path TEXT NOT NULL
) STRICT;
INSERT INTO boxed_feedback
  SELECT f.id, f.conversation, f.at, f.csat, f.effort, f.resolved, box (c.subject, 'feedback.comment', f.comment, f.id),
    f.path
  FROM feedback f JOIN conversations c ON c.id = f.conversation;
DROP TABLE feedback;
ALTER TABLE boxed_feedback RENAME TO feedback;

-- First answers to calls with an Idempotency-Key. Those of calls that named no conversation belong to the appliance.
CREATE TABLE boxed_answers (
  key_id TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  at TEXT NOT NULL,
  subject TEXT NOT NULL,
  answer BLOB NOT NULL,
  PRIMARY KEY (key_id, key)
) STRICT, WITHOUT ROWID;
INSERT INTO boxed_answers
  SELECT a.key_id, a.key, a.request_hash, a.at, a.subject, box (a.subject, 'answers.answer', a.answer, a.key_id, a.key)
  FROM (
    SELECT answers.*, coalesce(c.subject, 'appliance') AS subject FROM answers LEFT JOIN conversations c
    ON c.id = coalesce(json_extract(answer, '$.conversation'), json_extract(answer, '$.id'))
  ) a;
DROP TABLE answers;
ALTER TABLE boxed_answers RENAME TO answers;
CREATE INDEX answers_by_subject ON answers (subject);

-- What is remembered of actions between turns: the step that waits, a code's keyed hash.
CREATE TABLE boxed_action_states (
  conversation TEXT PRIMARY KEY REFERENCES conversations (id),
  state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO boxed_action_states
  SELECT s.conversation, box (c.subject, 'action_states.state', s.state, s.conversation)
  FROM action_states s JOIN conversations c ON c.id = s.conversation;
DROP TABLE action_states;
ALTER TABLE boxed_action_states RENAME TO action_states;

-- Values stood under the data key itself.
UPDATE vault SET box = rebox (subject, 'vault.box', box, conversation, placeholder);

-- Texts the log holds commitments of, those of one entry in one box: `{field: {salt, text}}` as JSON, the salt in base64.
CREATE TABLE log_texts (
  idx INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  box BLOB NOT NULL
) STRICT;
