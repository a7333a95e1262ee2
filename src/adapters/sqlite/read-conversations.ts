import { openEntry, parseSealedEntry } from '../../audit/entry-texts.ts';
import type { ConversationEvent } from '../../conversation/conversation-event.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { RecordedConversation } from '../../pipeline/replay/recorded-inputs.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { createLogTexts } from './log-texts.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Reads conversations back from the log and their events; reads alone, beside a running appliance too. */
export function createConversationReader(
  database: SqliteDatabase,
  keys: SubjectKeys,
): (conversation: string) => RecordedConversation {
  const entries = database.prepare<[string], { idx: number; entry: string }>(
    'SELECT idx, entry FROM log_entries WHERE conversation = ? ORDER BY idx',
  );
  const events = database
    .prepare<[string], string>('SELECT event FROM conversation_events WHERE conversation = ? ORDER BY version')
    .pluck();
  const texts = createLogTexts(database, keys);
  return function readConversation(conversation) {
    return {
      entries: entries.all(conversation).map(({ idx, entry }) => {
        const opened = openEntry(parseSealedEntry(parseJson(entry)), texts.find(idx));
        return { index: idx, ...opened };
      }),
      // The ledger's own events, append-only by trigger.
      events: events.all(conversation).map((event) => parseJson(event) as ConversationEvent),
    };
  };
}
