import type { Alert, AlertChange, Delivery } from '../../alerts/alert.ts';
import { type AlertStore, MOST_WAITING } from '../../alerts/alert-store.ts';
import { LONGEST_PAUSE_MS } from '../../alerts/next-attempt.ts';
import { alertSeverities } from '../../policy/alerts-schema.ts';
import type { SqliteDatabase } from './open-database.ts';

interface AlertRow {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly raised_at: string;
  readonly cleared_at: string | null;
}
interface DeliveryRow {
  readonly id: string;
  readonly webhook: string;
  readonly body: string;
  readonly attempts: number;
  readonly at: string;
  readonly due_at: string;
}

/** Alerts that are over are kept this long after they were raised, for whoever asks what was; the log keeps them all. */
const KEEP_CLEARED = 1_000;

/** Carries out changes of alerts inside the transaction of their entry. */
export function createAlertWriter(database: SqliteDatabase): (change: AlertChange) => void {
  const raise = database.prepare('INSERT INTO alerts (id, rule, severity, raised_at) VALUES (?, ?, ?, ?)');
  const clear = database.prepare('UPDATE alerts SET cleared_at = ? WHERE id = ? AND cleared_at IS NULL');
  const trim = database.prepare(`DELETE FROM alerts WHERE cleared_at IS NOT NULL AND id NOT IN
    (SELECT id FROM alerts ORDER BY raised_at DESC LIMIT ${KEEP_CLEARED})`);
  const enqueue = database.prepare(
    'INSERT INTO alert_deliveries (id, webhook, body, attempts, at, due_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  // The latest say what is: where the queue is full, the oldest go.
  const giveUp = database.prepare(`DELETE FROM alert_deliveries WHERE number <=
    (SELECT number FROM alert_deliveries ORDER BY number DESC LIMIT 1 OFFSET ${MOST_WAITING})`);
  const send = (deliveries: readonly Delivery[]): void => {
    for (const { id, webhook, body, attempts, createdAt, dueAt } of deliveries)
      enqueue.run(id, webhook, body, attempts, createdAt, dueAt);
    if (deliveries.length > 0) giveUp.run();
  };
  return function applyAlert(change) {
    if (change.kind === 'raised') {
      const { id, rule, severity, raisedAt } = change.alert;
      raise.run(id, rule, severity, raisedAt);
      trim.run();
    }
    if (change.kind === 'cleared') clear.run(change.at, change.id);
    send(change.deliveries);
  };
}

export function openAlertStore(database: SqliteDatabase): AlertStore {
  const open = database.prepare<[], AlertRow>('SELECT * FROM alerts WHERE cleared_at IS NULL ORDER BY raised_at DESC');
  const latest = database.prepare<[number], AlertRow>(
    'SELECT * FROM alerts ORDER BY cleared_at IS NOT NULL, raised_at DESC LIMIT ?',
  );
  const addressees = database.prepare<[], string>('SELECT DISTINCT webhook FROM alert_deliveries').pluck();
  // No pause reaches as far as the later bound: a clock that was set back must not keep a webhook silent.
  const due = database.prepare<[string, string, string, number], DeliveryRow>(
    'SELECT * FROM alert_deliveries WHERE webhook = ? AND (due_at <= ? OR due_at > ?) ORDER BY number LIMIT ?',
  );
  const waiting = database.prepare<[], number>('SELECT count(*) FROM alert_deliveries').pluck();
  const postpone = database.prepare('UPDATE alert_deliveries SET attempts = ?, due_at = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM alert_deliveries WHERE id = ?');
  return {
    open: () => open.all().map(toAlert),
    latest: (limit) => latest.all(limit).map(toAlert),
    addressees: () => addressees.all(),
    due: (webhook, at, limit) => {
      const beyond = new Date(at.getTime() + LONGEST_PAUSE_MS).toISOString();
      return due.all(webhook, at.toISOString(), beyond, limit).map(toDelivery);
    },
    waiting: () => waiting.get() ?? 0,
    postpone: (id, attempts, dueAt) => void postpone.run(attempts, dueAt.toISOString(), id),
    remove: (id) => void remove.run(id),
  };
}

function toAlert({ id, rule, severity, raised_at, cleared_at }: AlertRow): Alert {
  // The table takes nothing else.
  const known = alertSeverities.find((one) => one === severity) ?? 'critical';
  return { id, rule, severity: known, raisedAt: raised_at, clearedAt: cleared_at };
}

function toDelivery({ id, webhook, body, attempts, at, due_at }: DeliveryRow): Delivery {
  return { id, webhook, body, attempts, createdAt: at, dueAt: due_at };
}
