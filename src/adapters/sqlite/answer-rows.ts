import { parseJson } from '../../conversation/parse-json.ts';
import { ApplianceError } from '../../pipeline/appliance-error.ts';
import type { RememberedCall, Write } from '../../pipeline/ledger.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createFieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';

/** What a call answered first, by caller and key. */
export interface StoredAnswer {
  readonly requestHash: string;
  readonly answer: unknown;
}

/** No JSON begins with it: what follows is the key of the row in `turns` whose view is the answer. */
const TURN_MARK = '@';

/** An answer as it is remembered: a turn that stands in `turns` is not kept a second time, only named. */
export function toAnswerText(answer: unknown, writes: readonly Write[]): string {
  const turn = writes.find((write) => write.kind === 'turn' && write.view === answer);
  if (turn?.kind !== 'turn') return JSON.stringify(answer);
  return `${TURN_MARK}${JSON.stringify([turn.view.conversation, turn.view.turn])}`;
}

/** Remembers an answer inside the transaction somebody else opened. */
export function createAnswerWriter(
  database: SqliteDatabase,
  keys: SubjectKeys,
): (call: RememberedCall, subject: string, at: Date, text: string) => void {
  const boxes = createFieldBoxes(keys);
  const insert = database.prepare(
    'INSERT INTO answers (key_id, key, request_hash, at, subject, answer) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return function rememberAnswer({ keyId, key, requestHash }, subject, at, text) {
    const box = boxes.closeText({ subject, field: 'answers.answer', row: [keyId, key] }, text);
    insert.run(keyId, key, requestHash, at.toISOString(), subject, box);
  };
}

interface AnswerRow {
  readonly request_hash: string;
  readonly subject: string;
  readonly answer: Buffer;
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
  const findView = database
    .prepare<[string, number], Buffer>('SELECT view FROM turns WHERE conversation = ? AND turn = ?')
    .pluck();
  const openView = (subject: string, row: readonly [string, number]) => {
    const box = findView.get(...row);
    return box && boxes.openText({ subject, field: 'turns.view', row }, box);
  };
  return function findAnswer(keyId, key) {
    const row = find.get(keyId, key);
    if (row === undefined) return undefined;
    const { subject } = row;
    const kept = boxes.openText({ subject, field: 'answers.answer', row: [keyId, key] }, row.answer);
    const text = kept?.startsWith(TURN_MARK)
      ? openView(subject, parseJson(kept.slice(TURN_MARK.length)) as [string, number])
      : kept;
    if (text === undefined) throw new ApplianceError('conversation-not-found', 'What this call answered was erased');
    return { requestHash: row.request_hash, answer: parseJson(text) };
  };
}
