import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import type { PrivacyChange } from '../../privacy/subject-store.ts';
import { createFieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createDeletionNote } from './page-cleaning.ts';
import { createSubjectDeletions } from './subject-deletions.ts';

/** Carries out changes of requests inside the transaction somebody else opened. */
export function createPrivacyWriter(database: SqliteDatabase, keys: SubjectKeys): (change: PrivacyChange) => void {
  const deletions = createSubjectDeletions(database);
  const boxes = createFieldBoxes(keys);
  const noteDeletion = createDeletionNote(database);
  const hold = database.prepare(
    'INSERT INTO subject_holds (subject, at, role, key_id, reason) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const release = database.prepare('DELETE FROM subject_holds WHERE subject = ?');
  const statement = database.prepare('INSERT INTO subject_statements (id, subject, at, box) VALUES (?, ?, ?, ?)');
  const request = database.prepare(
    `INSERT INTO erasures (id, subject, at, role, key_id, had_key, records, rewritten) VALUES (?, ?, ?, ?, ?, ?, '{}', 0)`,
  );
  const certify = database.prepare('UPDATE erasures SET certificate = ? WHERE id = ? AND certificate IS NULL');
  return function applyPrivacyChange(change) {
    switch (change.kind) {
      case 'held': {
        const { subject, at, by, reason } = change.hold;
        const box = boxes.closeText({ subject, field: 'subject_holds.reason', row: [subject] }, reason);
        return void hold.run(subject, at, by.role, by.key, box);
      }
      case 'released':
        return void release.run(change.subject);
      case 'statement': {
        const { id, subject, text } = change;
        const box = boxes.closeText({ subject, field: 'subject_statements.box', row: [id] }, text);
        return void statement.run(id, subject, change.at.toISOString(), box);
      }
      case 'erasure-requested': {
        const { id, subject, at, by, hadKey } = change.erasure;
        return void request.run(id, subject, at, by.role, by.key, Number(hadKey));
      }
      case 'conversations-purged':
        deletions.deleteConversations(change.conversations);
        return noteDeletion();
      case 'rows-purged':
        for (const table of change.tables) deletions.deleteOldRows(table, change.before);
        return noteDeletion();
      case 'erasure-certified':
        return void certify.run(change.certificate, change.id);
    }
  };
}
