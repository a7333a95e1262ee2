import { parseJson } from '../../conversation/parse-json.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createFieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';

interface AnswerRow {
  readonly request_hash: string;
  readonly subject: string;
  readonly answer: Buffer;
}

/** What a call answered first, by caller and key. */
export interface StoredAnswer {
  readonly requestHash: string;
  readonly answer: unknown;
}

/** @throws {ApplianceError} `conversation-not-found` where the answer was erased: the call may not be done a second time */
export function createAnswerFinder(
  database: SqliteDatabase,
  keys: SubjectKeys,
): (keyId: string, key: string) => StoredAnswer | undefined {
  const boxes = createFieldBoxes(keys);
  const find = database.prepare<[string, string], AnswerRow>(
    'SELECT request_hash, subject, answer FROM answers WHERE key_id = ? AND key = ?',
  );
  return function findAnswer(keyId, key) {
    const row = find.get(keyId, key);
    if (row === undefined) return undefined;
    const text = boxes.openText({ subject: row.subject, field: 'answers.answer', row: [keyId, key] }, row.answer);
    if (text === undefined) throw new ApplianceError('conversation-not-found', 'What this call answered was erased');
    return { requestHash: row.request_hash, answer: parseJson(text) };
  };
}
