-- Alerts of the appliance about itself: a rule of policy held, and until when. Nothing of a customer.
CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL CHECK (severity IN ('critical', 'warning', 'info')),
  raised_at TEXT NOT NULL,
  cleared_at TEXT
) STRICT, WITHOUT ROWID;
-- One alert of a rule at a time, whatever raises it.
CREATE UNIQUE INDEX alerts_open ON alerts (rule) WHERE cleared_at IS NULL;
CREATE INDEX alerts_by_time ON alerts (raised_at);

-- Messages about alerts on their way to a webhook; gone once they arrived or were given up.
CREATE TABLE alert_deliveries (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  webhook TEXT NOT NULL,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  at TEXT NOT NULL,
  due_at TEXT NOT NULL
) STRICT;
CREATE INDEX alert_deliveries_by_webhook ON alert_deliveries (webhook, number);
