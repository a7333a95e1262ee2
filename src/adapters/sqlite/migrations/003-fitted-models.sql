-- A cache: what was learnt from policy's example sentences, so that a start learns only what is new.
CREATE TABLE fitted_models (
  key TEXT NOT NULL UNIQUE,
  body BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
