-- Calls a streamed turn answers, as the ledger remembers them: a turn that is sealed after a stop still answers a repeat.
ALTER TABLE open_turns ADD COLUMN answers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(answers));

-- The log by handover: one query leads from the turn to the resolution.
CREATE INDEX log_entries_by_handover ON log_entries
  (coalesce(json_extract(entry, '$.handover.reference'), json_extract(entry, '$.handover')))
  WHERE json_extract(entry, '$.handover') IS NOT NULL;
