import { randomUUID } from 'node:crypto';
import { openWaitingCounts } from './adapters/sqlite/count-waiting.ts';
import { postWebhook } from './adapters/webhook/post-webhook.ts';
import type { AlertReadings, MetricSample } from './alerts/read-samples.ts';
import { parseWebhookSecret } from './alerts/sign-webhook.ts';
import type { Store } from './compose-store.ts';
import { readSecret } from './config/read-environment.ts';
import type { AlertDesk, Readiness } from './http/http-ports.ts';
import { createDeliverAlerts } from './pipeline/alerting/deliver-alerts.ts';
import { type AlertRecord, createAlertRecord } from './pipeline/alerting/record-alerts.ts';
import { createLookAtAlerts } from './pipeline/alerting/watch-alerts.ts';
import type { Stages } from './pipeline/stages.ts';
import { type PolicySnapshot, wordingFor } from './policy/policy-snapshot.ts';
import { readDiskSpace } from './telemetry/disk-space.ts';
import type { Events } from './telemetry/events.ts';
import type { Metrics } from './telemetry/metrics.ts';
import { namesForeignAddress } from './telemetry/site-address.ts';

/** How often rules are looked at and messages that are due are sent. */
const LOOK_EVERY_MS = 5_000;
/** Alerts that are shown, those that hold first. */
const SHOWN = 50;

export interface AlertParts {
  readonly store: Store;
  readonly stages: Stages;
  readonly metrics: Metrics;
  readonly events: Events;
  readonly data: string;
  /** Whether cosignatures of witnesses are waited for. */
  readonly isWitnessed: boolean;
  isRetentionHeld(): boolean;
  readiness(): Readiness;
}

/** Alerts of a running appliance: what holds, and the look at the rules that is taken every few seconds. */
export interface Alerts extends AlertDesk {
  /** Looks at all rules and sends what is due, now; ends when both are done. */
  look(): Promise<void>;
  /** Takes looks by itself from now on; answers how to stop, which waits for the one under way. */
  watch(): () => Promise<void>;
}

export function createAlerts(parts: AlertParts): Alerts {
  const { store, stages, metrics, events } = parts;
  const webhooks = () => stages.policy().files.alerts.webhooks;
  showState(parts);
  const record = createAlertRecord({
    ledger: store.ledger,
    store: store.alerts,
    webhooks,
    now: stages.now,
    newId: stages.newId,
    newDeliveryId: randomUUID,
    observe: events.alertChanged,
  });
  const lookAtAlerts = createLookAtAlerts({
    rules: () => stages.policy().files.alerts.rules,
    read: (names) => readMetrics(metrics, parts.readiness(), names),
    record,
    now: stages.now,
    observeFault: (code, error) => events.faultCaught({ code, error }),
  });
  const deliver = createDeliverAlerts({
    store: store.alerts,
    send: postWebhook,
    webhooks,
    secretOf: readSecret,
    now: stages.now,
    random: Math.random,
    observe: events.alertSent,
  });
  const look = async (): Promise<void> => {
    await lookAtAlerts();
    await deliver().catch((error: unknown) => events.faultCaught({ code: 'alerts-not-sent', error }));
  };
  return { ...createAlertDesk(store, stages, record), look, watch: () => watch(look) };
}

function createAlertDesk({ alerts }: Store, stages: Stages, record: AlertRecord): AlertDesk {
  return {
    list: () => {
      const { rules } = stages.policy().files.alerts;
      return alerts.latest(SHOWN).map((alert) => {
        const rule = rules.find(({ id }) => id === alert.rule);
        return { ...alert, text: rule ? wordingFor(rule.text, 'en') : alert.rule };
      });
    },
    test: record.test,
  };
}

function watch(look: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  const begin = (): void => {
    running = look();
  };
  const timer = setInterval(begin, LOOK_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function readMetrics(metrics: Metrics, readiness: Readiness, names: ReadonlySet<string>): Promise<AlertReadings> {
  const read = await Promise.all([...names].map(async (name) => [name, await metrics.samples(name)] as const));
  const samples = new Map<string, readonly MetricSample[]>(read);
  return { samples: (metric) => samples.get(metric) ?? [], state: (part) => readiness.parts[part]?.state };
}

/** Lets `/metrics` and the rules see what is so at the moment. */
function showState({ store, stages, metrics, data, isWitnessed, isRetentionHeld, readiness }: AlertParts): void {
  const countWaiting = openWaitingCounts(store.database);
  metrics.stateGauges.readFrom({
    states: () => Object.fromEntries(Object.entries(readiness().parts).map(([part, { state }]) => [part, state])),
    waiting: () => countWaiting(stages.now()),
    logEntries: () => store.log.size,
    unwitnessedSeconds: () => {
      const since = isWitnessed ? store.cosignatures.unwitnessedSince() : null;
      return since === null ? null : Math.max(0, Math.round(stages.now().getTime() / 1000 - since));
    },
    disk: () => readDiskSpace(data),
    retentionHeld: isRetentionHeld,
    alerts: () => ({ open: store.alerts.open(), undelivered: store.alerts.waiting() }),
  });
}

/** What keeps webhooks of a policy from being told, as sentences for the operator. */
export function findWebhookProblems(policy: PolicySnapshot): readonly string[] {
  const unset = policy.files.alerts.webhooks.flatMap(({ id, secret }, index) => {
    if (parseWebhookSecret(readSecret(secret)) !== null) return [];
    const at = policy.locate('alerts', ['webhooks', index, 'secret']);
    return [`${at} webhook "${id}" is told nothing: set ${secret} to whsec_ and 24 to 64 bytes in base64`];
  });
  return [...findForeignWebhooks(policy), ...unset];
}

/** Webhooks whose address is seen to be none of the site without looking a name up. */
export function findForeignWebhooks(policy: PolicySnapshot): readonly string[] {
  return policy.files.alerts.webhooks.flatMap(({ id, url }, index) => {
    if (!namesForeignAddress(url)) return [];
    const at = policy.locate('alerts', ['webhooks', index, 'url']);
    return [`${at} webhook "${id}" names an address that is none of the site: it is never connected to`];
  });
}
