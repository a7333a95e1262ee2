import type { Alert, Delivery } from './alert.ts';

/**
 * What is kept of alerts. Alerts come in by the ledger, with their log entry; deliveries by the same commit.
 *
 * - At most {@link MOST_WAITING} deliveries wait; where more come, the oldest are given up first.
 * - An attempt is noted before the next one is due, so that a restart goes on where the last one stood.
 */
export interface AlertStore {
  /** Alerts that hold, the latest first. */
  open(): readonly Alert[];
  /** The latest alerts, those that hold first. */
  latest(limit: number): readonly Alert[];
  /** Webhooks that have deliveries waiting. */
  addressees(): readonly string[];
  /** Deliveries to one webhook that are due at this moment, the oldest first; those due beyond the longest pause too. */
  due(webhook: string, at: Date, limit: number): readonly Delivery[];
  /** Deliveries that wait for their next attempt or their first. */
  waiting(): number;
  postpone(id: string, attempts: number, dueAt: Date): void;
  /** Takes a delivery out: it arrived, or it is given up. */
  remove(id: string): void;
}

/** Deliveries that are kept: an alert a minute for a day finds room. */
export const MOST_WAITING = 2_000;
