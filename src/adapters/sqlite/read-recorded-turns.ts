import type { RecordedRow } from '../../pipeline/replay/recorded-turn.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Recorded turns for those who look back; reads alone, beside a running appliance too. */
export interface RecordedTurns {
  /** The latest `limit` turns, oldest first. */
  latest(limit: number): readonly RecordedRow[];
  find(conversation: string, turn: number): RecordedRow | undefined;
}

export function createRecordedTurns(database: SqliteDatabase): RecordedTurns {
  const columns =
    't.conversation, t.turn, t.question, t.sentiment, t.intent, t.view, c.channel, c.tier, c.language FROM turns t JOIN conversations c ON c.id = t.conversation';
  const latest = database.prepare<[number], RecordedRow>(
    `SELECT ${columns} ORDER BY t.at DESC, t.conversation DESC, t.turn DESC LIMIT ?`,
  );
  const one = database.prepare<[string, number], RecordedRow>(
    `SELECT ${columns} WHERE t.conversation = ? AND t.turn = ?`,
  );
  return {
    latest: (limit) => latest.all(limit).reverse(),
    find: (conversation, turn) => one.get(conversation, turn),
  };
}
