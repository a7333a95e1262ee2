import type { Alert, AlertEvent, Delivery } from '../../alerts/alert.ts';
import type { AlertStore } from '../../alerts/alert-store.ts';
import type { AlertRule, AlertSeverity, WebhookSpec } from '../../policy/alerts-schema.ts';
import { wordingFor } from '../../policy/policy-snapshot.ts';
import type { Call } from '../appliance.ts';
import type { Ledger } from '../ledger.ts';
import { idempotencyOf, toActor } from '../recorded-call.ts';

export interface RecordPorts {
  readonly ledger: Ledger;
  readonly store: Pick<AlertStore, 'open'>;
  webhooks(): readonly WebhookSpec[];
  now(): Date;
  newId(prefix: 'w'): string;
  /** An id no receiver can guess. */
  newDeliveryId(): string;
  observe(event: {
    readonly rule: string;
    readonly severity: AlertSeverity;
    readonly change: 'raised' | 'cleared';
  }): void;
}

/** Puts alerts on the record: the alert, its messages and its one log entry in one transaction. */
export interface AlertRecord {
  open(): readonly Alert[];
  /** @throws {ApplianceError} `store-full`, `store-failed` */
  raise(rule: AlertRule): Promise<void>;
  /** `rule` is null where policy has it no more. @throws {ApplianceError} `store-full`, `store-failed` */
  clear(alert: Alert, how: { readonly rule: AlertRule | null; readonly cause: 'over' | 'rule-gone' }): Promise<void>;
  /** Sends a test message to every webhook; answers to how many. @throws {ApplianceError} `store-full`, `store-failed` */
  test(call: Call): Promise<number>;
}

const watcher = { role: 'appliance', key: 'alerts' } as const;

export function createAlertRecord(ports: RecordPorts): AlertRecord {
  return {
    open: () => ports.store.open(),
    raise: (rule) => raise(ports, rule),
    clear: (alert, how) => clear(ports, alert, how),
    test: (call) => sendTest(ports, call),
  };
}

async function raise(ports: RecordPorts, rule: AlertRule): Promise<void> {
  const at = ports.now().toISOString();
  const { severity } = rule;
  const alert: Alert = { id: ports.newId('w'), rule: rule.id, severity, raisedAt: at, clearedAt: null };
  const deliveries = toDeliveries(ports, { event: 'alert.raised', alert, rule, at });
  await ports.ledger.commit({
    entry: { v: 2, kind: 'alert-raised', at, actor: watcher, alert: alert.id, rule: rule.id, severity },
    expects: null,
    idempotency: null,
    build: () => ({ writes: [{ kind: 'alert', change: { kind: 'raised', alert, deliveries } }], answer: null }),
  });
  ports.observe({ rule: rule.id, severity, change: 'raised' });
}

async function clear(
  ports: RecordPorts,
  open: Alert,
  { rule, cause }: Parameters<AlertRecord['clear']>[1],
): Promise<void> {
  const at = ports.now().toISOString();
  const { id, severity } = open;
  const deliveries = toDeliveries(ports, { event: 'alert.cleared', alert: { ...open, clearedAt: at }, rule, at });
  await ports.ledger.commit({
    entry: { v: 2, kind: 'alert-cleared', at, actor: watcher, alert: id, rule: open.rule, severity, cause },
    expects: null,
    idempotency: null,
    build: () => ({ writes: [{ kind: 'alert', change: { kind: 'cleared', id, at, deliveries } }], answer: null }),
  });
  ports.observe({ rule: open.rule, severity, change: 'cleared' });
}

async function sendTest(ports: RecordPorts, call: Call): Promise<number> {
  const at = ports.now().toISOString();
  const alert: Alert = { id: ports.newId('w'), rule: 'test', severity: 'info', raisedAt: at, clearedAt: null };
  const deliveries = toDeliveries(ports, { event: 'alert.test', alert, rule: null, at });
  return ports.ledger.commit({
    entry: { v: 2, kind: 'admin-act', at, actor: toActor(call), act: 'alert-test' },
    expects: null,
    idempotency: idempotencyOf(call),
    build: () => ({
      writes: [{ kind: 'alert', change: { kind: 'tested', deliveries } }],
      answer: deliveries.length,
    }),
  });
}

interface Told {
  readonly event: AlertEvent;
  readonly alert: Alert;
  readonly rule: AlertRule | null;
  readonly at: string;
}

/** One message for each webhook that wants this severity; a test goes to all of them. */
function toDeliveries(ports: RecordPorts, told: Told): readonly Delivery[] {
  const { event, alert, at } = told;
  const wanting = ports
    .webhooks()
    .filter(({ severities }) => event === 'alert.test' || severities.includes(alert.severity));
  if (wanting.length === 0) return [];
  const body = JSON.stringify(toMessage(told));
  return wanting.map(({ id: webhook }) => ({
    id: `msg_${ports.newDeliveryId()}`,
    webhook,
    body,
    attempts: 0,
    createdAt: at,
    dueAt: at,
  }));
}

/** Names `type`, `timestamp` and `data` as Standard Webhooks has them. */
function toMessage({ event, alert, rule, at }: Told) {
  const words = event === 'alert.test' ? 'A test: messages of this appliance arrive here.' : alert.rule;
  const { id, severity, raisedAt, clearedAt } = alert;
  const text = rule ? wordingFor(rule.text, 'en') : words;
  return { type: event, timestamp: at, data: { alert: id, rule: alert.rule, severity, text, raisedAt, clearedAt } };
}
