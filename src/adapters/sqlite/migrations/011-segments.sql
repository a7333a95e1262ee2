-- Which stretches of the record are sealed in files is said by entries of the record itself; this finds them.
CREATE INDEX log_entries_by_segment ON log_entries (idx) WHERE kind = 'segment-sealed';
