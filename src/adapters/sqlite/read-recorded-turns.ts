import type { RecordedRow } from '../../pipeline/replay/recorded-turn.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import type { SqliteDatabase } from './open-database.ts';
import { type BoxedTurnRow, createRowOpener } from './open-rows.ts';

type BoxedRecordedRow = BoxedTurnRow & Pick<RecordedRow, 'channel' | 'tier' | 'language'>;

/** Recorded turns for those who look back; reads alone, beside a running appliance too. */
export interface RecordedTurns {
  /** The latest `limit` turns, oldest first. */
  latest(limit: number): readonly RecordedRow[];
  find(conversation: string, turn: number): RecordedRow | undefined;
}

export function createRecordedTurns(database: SqliteDatabase, keys: SubjectKeys): RecordedTurns {
  const columns =
    't.*, c.subject, c.channel, c.tier, c.language FROM turns t JOIN conversations c ON c.id = t.conversation';
  const opener = createRowOpener(keys);
  // What was erased cannot be decided again.
  const toRecorded = (row: BoxedRecordedRow): readonly RecordedRow[] => {
    const { question, view } = opener.turn(row);
    const { conversation, turn, sentiment, intent, channel, tier, language } = row;
    if (question === null || view === null) return [];
    return [{ conversation, turn, sentiment, intent, channel, tier, language, question, view }];
  };
  const latest = database.prepare<[number], BoxedRecordedRow>(
    `SELECT ${columns} ORDER BY t.at DESC, t.conversation DESC, t.turn DESC LIMIT ?`,
  );
  const one = database.prepare<[string, number], BoxedRecordedRow>(
    `SELECT ${columns} WHERE t.conversation = ? AND t.turn = ?`,
  );
  return {
    latest: (limit) => latest.all(limit).reverse().flatMap(toRecorded),
    find: (conversation, turn) => one.all(conversation, turn).flatMap(toRecorded)[0],
  };
}
