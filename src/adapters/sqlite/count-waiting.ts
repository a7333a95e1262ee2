import { priorities } from '../../conversation/outcome.ts';
import type { WaitingCount } from '../../telemetry/state-gauges.ts';
import type { SqliteDatabase } from './open-database.ts';

interface Row {
  readonly queue: string;
  readonly priority: number;
  readonly count: number;
  readonly oldest: string;
}

/** Counts handovers nobody has claimed, by the index of those that wait. */
export function openWaitingCounts(database: SqliteDatabase): (now: Date) => readonly WaitingCount[] {
  const statement = database.prepare<[], Row>(
    `SELECT queue, priority, count(*) AS count, min(at) AS oldest FROM handovers WHERE state = 'waiting'
     GROUP BY queue, priority`,
  );
  return function countWaiting(now) {
    return statement.all().map(({ queue, priority, count, oldest }) => ({
      queue,
      priority: priorities[priority] ?? 'other',
      count,
      oldestSeconds: Math.max(0, (now.getTime() - Date.parse(oldest)) / 1_000),
    }));
  };
}
