import type { AlertSeverity } from '../policy/alerts-schema.ts';

/** A rule that holds, or held: what people are told. Nothing in it is about a customer. */
export interface Alert {
  /** `w_…`. */
  readonly id: string;
  /** Id of the rule in `alerts.yaml`. */
  readonly rule: string;
  readonly severity: AlertSeverity;
  /** ISO 8601, UTC. */
  readonly raisedAt: string;
  readonly clearedAt: string | null;
}

export type AlertEvent = 'alert.raised' | 'alert.cleared' | 'alert.test';

/** One message on its way to one webhook; kept over a restart until it is delivered or given up. */
export interface Delivery {
  /** `webhook-id`: the same at every attempt, so that a receiver knows a repeat. */
  readonly id: string;
  /** Id of the webhook in `alerts.yaml`. */
  readonly webhook: string;
  /** JSON, exactly as it is signed and sent. */
  readonly body: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly dueAt: string;
}

/** A change of what is stored of alerts; part of a commit with its log entry. */
export type AlertChange =
  | { readonly kind: 'raised'; readonly alert: Alert; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'cleared'; readonly id: string; readonly at: string; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'tested'; readonly deliveries: readonly Delivery[] };
