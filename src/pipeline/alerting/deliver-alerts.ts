import type { Delivery } from '../../alerts/alert.ts';
import type { AlertSender, SendResult } from '../../alerts/alert-sender.ts';
import type { AlertStore } from '../../alerts/alert-store.ts';
import { nextAttempt } from '../../alerts/next-attempt.ts';
import { parseWebhookSecret, signedHeaders } from '../../alerts/sign-webhook.ts';
import type { WebhookSpec } from '../../policy/alerts-schema.ts';

export interface DeliverPorts {
  readonly store: Pick<AlertStore, 'addressees' | 'due' | 'postpone' | 'remove'>;
  readonly send: AlertSender;
  webhooks(): readonly WebhookSpec[];
  /** Value of an environment variable, undefined where it is not set. */
  secretOf(variable: string): string | undefined;
  now(): Date;
  /** 0–1. */
  random(): number;
  observe(event: { readonly webhook: string; readonly result: DeliveryResult }): void;
}

export type DeliveryResult = SendResult | 'secret-missing' | 'webhook-gone' | 'given-up';

/** Sends what is due, each webhook by itself: one that answers slowly keeps no other from its messages. */
export type DeliverAlerts = () => Promise<void>;

/** Messages of one webhook looked at in one go, one after the other, in their order. */
const AT_ONCE = 50;

export function createDeliverAlerts(ports: DeliverPorts): DeliverAlerts {
  const busy = new Set<string>();
  /** Webhooks that do not answer: since when and until when they are left alone. */
  const held = new Map<string, { readonly since: Date; readonly until: Date }>();
  const isHeld = (webhook: string): boolean => {
    const pause = held.get(webhook);
    const now = ports.now();
    // A clock that stands before the beginning was set back: nobody can tell how much of the pause is left.
    return pause !== undefined && pause.since <= now && now < pause.until;
  };
  const deliverTo = async (webhook: string): Promise<void> => {
    if (busy.has(webhook) || isHeld(webhook)) return;
    busy.add(webhook);
    try {
      held.delete(webhook);
      const until = await deliverInOrder(ports, webhook);
      if (until !== null) held.set(webhook, { since: ports.now(), until });
    } finally {
      busy.delete(webhook);
    }
  };
  return async function deliverAlerts() {
    await Promise.all(ports.store.addressees().map(deliverTo));
  };
}

/** Results that say something of one message; what comes after it may fare better. */
const ofTheMessage: ReadonlySet<DeliveryResult> = new Set(['refused', 'gone', 'webhook-gone']);

/** @returns until when the receiver is left alone, null where it answers */
async function deliverInOrder(ports: DeliverPorts, webhook: string): Promise<Date | null> {
  for (const delivery of ports.store.due(webhook, ports.now(), AT_ONCE)) {
    const result = await attempt(ports, webhook, delivery);
    ports.observe({ webhook, result });
    if (result === 'delivered') {
      ports.store.remove(delivery.id);
      continue;
    }
    const due = settleFailed(ports, delivery, result);
    // What comes after it would meet the same receiver: it waits as well, and keeps its place.
    if (!ofTheMessage.has(result)) return due;
  }
  return null;
}

/** @returns when the message is tried again, null where it is given up */
function settleFailed(ports: DeliverPorts, delivery: Delivery, result: DeliveryResult): Date | null {
  const attempts = delivery.attempts + 1;
  const due = nextAttempt({ attempts, createdAt: delivery.createdAt }, ports.now(), ports.random());
  // 410 is how a receiver says that it wants no more of this; a webhook policy has no more wants nothing either.
  if (result !== 'webhook-gone' && result !== 'gone' && due !== null) {
    ports.store.postpone(delivery.id, attempts, due);
    return due;
  }
  ports.store.remove(delivery.id);
  ports.observe({ webhook: delivery.webhook, result: 'given-up' });
  return null;
}

async function attempt(ports: DeliverPorts, webhook: string, delivery: Delivery): Promise<DeliveryResult> {
  const spec = ports.webhooks().find(({ id }) => id === webhook);
  if (spec === undefined) return 'webhook-gone';
  const key = parseWebhookSecret(ports.secretOf(spec.secret));
  // Nothing goes out unsigned: nobody could tell it from a message somebody made up.
  if (key === null) return 'secret-missing';
  const { url, timeoutMs } = spec;
  const headers = signedHeaders(key, delivery, Math.floor(ports.now().getTime() / 1_000));
  return ports.send({ url, headers, body: delivery.body, timeoutMs });
}
