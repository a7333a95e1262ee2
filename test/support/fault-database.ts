import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createLogReader } from '../../src/adapters/sqlite/audit-log.ts';
import { type BoxedField, createFieldBoxes } from '../../src/adapters/sqlite/field-boxes.ts';
import type { KeyDatabase } from '../../src/adapters/sqlite/key-database.ts';
import { openDatabaseForReading, type SqliteDatabase } from '../../src/adapters/sqlite/open-database.ts';
import { type LogVerification, verifyLog } from '../../src/audit/verify-log.ts';
import { openDataKeys } from '../../src/compose-keys.ts';

const subject = '(SELECT c.subject FROM conversations c WHERE c.id = t.conversation)';
const view = `opened('turns.view', ${subject}, t.view, t.conversation, t.turn)`;
const answer = "opened('answers.answer', a.subject, a.answer, a.key_id, a.key)";

/** Everything that may not be in a store that was killed, with how often it is there. */
const halves = {
  'turns without an entry': `SELECT count(*) FROM turns t WHERE (SELECT count(*) FROM log_entries e
    WHERE e.conversation = t.conversation AND e.kind = 'turn' AND json_extract(e.entry, '$.turn') = t.turn) <> 1`,
  'entries without a turn': `SELECT count(*) FROM log_entries e WHERE e.kind = 'turn' AND (SELECT count(*) FROM turns t
    WHERE t.conversation = e.conversation AND t.turn = json_extract(e.entry, '$.turn')) <> 1`,
  'turns whose receipt is that of another entry': `SELECT count(*) FROM turns t WHERE NOT EXISTS (SELECT 1 FROM log_entries e
    WHERE e.idx = json_extract(${view}, '$.receipt.index') AND e.conversation = t.conversation AND e.kind = 'turn')`,
  'conversations without a start': `SELECT count(*) FROM conversations c WHERE (SELECT count(*) FROM log_entries e
    WHERE e.conversation = c.id AND e.kind = 'conversation-started') <> 1`,
  'conversations whose events are not all there': `SELECT count(*) FROM conversations c WHERE c.version <>
    (SELECT count(*) FROM conversation_events v WHERE v.conversation = c.id AND v.version BETWEEN 1 AND c.version)`,
  'conversations whose turns are not all there': `SELECT count(*) FROM conversations c WHERE c.turns <>
    (SELECT count(*) FROM turns t WHERE t.conversation = c.id AND t.turn BETWEEN 1 AND c.turns)`,
  'handovers nobody decided': `SELECT count(*) FROM handovers h WHERE NOT EXISTS (SELECT 1 FROM turns t
    WHERE t.conversation = h.conversation AND json_extract(${view}, '$.handover.reference') = h.reference)`,
  'handed-over turns without a handover': `SELECT count(*) FROM turns t WHERE t.outcome = 'handed-over' AND NOT EXISTS
    (SELECT 1 FROM handovers h WHERE h.reference = json_extract(${view}, '$.handover.reference'))`,
  // What is remembered of a turn is its place in `turns`, behind a mark.
  'calls that were remembered without their turn': `SELECT count(*) FROM answers a WHERE CASE WHEN ${answer} LIKE '@%' THEN
    NOT EXISTS (SELECT 1 FROM turns t WHERE t.conversation = json_extract(substr(${answer}, 2), '$[0]')
    AND t.turn = json_extract(substr(${answer}, 2), '$[1]')) END`,
  'turns still open': 'SELECT count(*) FROM open_turns',
};

export interface StoreFindings {
  readonly integrity: unknown;
  readonly foreignKeys: readonly unknown[];
  /** Only what was found. */
  readonly halves: Readonly<Record<string, number>>;
}

/** Looks through a store of a stopped appliance for anything that is there in half. */
export function examineStore(database: SqliteDatabase): StoreFindings {
  using keys = openKeysOf(database);
  registerOpened(database, keys);
  const counted = Object.entries(halves).map(
    ([what, sql]) => [what, Number(database.prepare(sql).pluck().get())] as const,
  );
  return {
    integrity: database.pragma('integrity_check', { simple: true }),
    foreignKeys: database.pragma('foreign_key_check') as unknown[],
    halves: Object.fromEntries(counted.filter(([, count]) => count > 0)),
  };
}

/** The keys that lie beside a database. */
function openKeysOf({ name }: SqliteDatabase): KeyDatabase & Disposable {
  const keys = openDataKeys(dirname(name));
  return { ...keys, [Symbol.dispose]: keys.close };
}

/** `opened (field, subject, box, row …)` in SQL. */
function registerOpened(database: SqliteDatabase, keys: KeyDatabase): void {
  const boxes = createFieldBoxes(keys);
  database.function(
    'opened',
    { varargs: true },
    (field: BoxedField, of: string, box: Buffer, ...row: (string | number)[]) =>
      boxes.openText({ field, subject: of, row }, box),
  );
}

/** A store with nothing wrong. */
export const soundStore: StoreFindings = { integrity: 'ok', foreignKeys: [], halves: {} };

/** The whole way of `npm run audit -- verify`: file, key, reader, check. */
export function verifyData(data: string, held: readonly string[] = []): LogVerification {
  const database = openDatabaseForReading(join(data, 'confidant.db'));
  try {
    const vkey = readFileSync(join(data, 'audit.vkey'), 'utf8').trim();
    return database.transaction(() => verifyLog(createLogReader(database), vkey, { held }))();
  } finally {
    database.close();
  }
}
