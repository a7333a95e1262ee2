import type { LogEntry } from '../../audit/entry-format.ts';
import { applianceSubject } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { StoreError } from './store-error.ts';

/** Whose words a row holds. */
export interface SubjectLookup {
  /** @throws {StoreError} `store-failed` for a conversation nobody started: its words may stand under no other key */
  ofConversation(conversation: string): string;
  /** Of an entry about to be written; the appliance itself where it is about no one. @throws {StoreError} */
  ofEntry(entry: LogEntry): string;
}

export function createSubjectLookup(database: SqliteDatabase): SubjectLookup {
  const find = database.prepare<[string], string>('SELECT subject FROM conversations WHERE id = ?').pluck();
  const ofConversation = (conversation: string): string => {
    const subject = find.get(conversation);
    if (subject === undefined)
      throw new StoreError('store-failed', 'Cannot protect a text: nobody began its conversation');
    return subject;
  };
  return {
    ofConversation,
    ofEntry: function subjectOfEntry(entry) {
      if ('subject' in entry && entry.subject !== undefined) return entry.subject;
      const conversation = 'conversation' in entry ? entry.conversation : undefined;
      // An auditor's reading of the log is the appliance's own matter, whatever was read.
      if (conversation === undefined || entry.kind === 'log-read') return applianceSubject;
      return ofConversation(conversation);
    },
  };
}
