import { dataMap, subjectTables } from '../../privacy/data-map.ts';
import type { SubjectStore } from '../../privacy/subject-store.ts';
import type { SqliteDatabase } from './open-database.ts';
import { whereLeaving, whereOld, whereSubject } from './subject-sql.ts';

type Deletions = Pick<
  SubjectStore,
  'deleteSubject' | 'countConversations' | 'deleteConversations' | 'countOldRows' | 'deleteOldRows'
>;

/** Deletes by the data map, in transactions of its own or inside one somebody else opened. */
export function createSubjectDeletions(database: SqliteDatabase): Deletions {
  const erasable = subjectTables().filter(([, { erased }]) => erased === 'row-deleted');
  const leave = database.prepare('INSERT INTO leaving_conversations (conversation) VALUES (?)');
  const left = database.prepare('DELETE FROM leaving_conversations');
  const ofSubject = database.prepare<[string], string>('SELECT id FROM conversations WHERE subject = ?').pluck();
  const bySubject = erasable.map(([table, { owner }]) => ({
    table,
    rows: database.prepare<[{ subject: string }]>(`DELETE FROM ${table} WHERE ${whereSubject(owner)}`),
  }));
  const leaving = erasable.flatMap(([table, { owner }]) => {
    const where = whereLeaving(owner);
    return where === null ? [] : [{ table, where }];
  });
  const byConversation = leaving.map(({ table, where }) => ({
    table,
    rows: database.prepare<[]>(`DELETE FROM ${table} WHERE ${where}`),
    count: database.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE ${where}`).pluck(),
  }));
  const note = database.prepare('UPDATE erasures SET records = ? WHERE id = ?');
  const within = <T>(conversations: readonly string[], work: () => T): T =>
    database
      .transaction(() => {
        for (const conversation of conversations) leave.run(conversation);
        const answer = work();
        left.run();
        return answer;
      })
      .immediate();
  return {
    deleteSubject: ({ id, subject, records }) => {
      within(ofSubject.all(subject), () => {
        const deleted = bySubject.map(({ table, rows }) => [table, rows.run({ subject }).changes] as const);
        note.run(JSON.stringify(addUp(records, deleted)), id);
      });
    },
    countConversations: (conversations) =>
      within(conversations, () =>
        addUp(
          {},
          byConversation.map(({ table, count }) => [table, count.get() ?? 0] as const),
        ),
      ),
    deleteConversations: (conversations) =>
      within(conversations, () =>
        addUp(
          {},
          byConversation.map(({ table, rows }) => [table, rows.run().changes] as const),
        ),
      ),
    countOldRows: prepareOldRows(database, 'count'),
    deleteOldRows: prepareOldRows(database, 'delete'),
  };
}

function prepareOldRows(database: SqliteDatabase, what: 'count' | 'delete') {
  return (table: string, before: Date): number => {
    const use = dataMap[table];
    if (use === undefined || use.agedBy === null) return 0;
    const from = `FROM ${table} WHERE ${whereOld(use)}`;
    const parameters = { before: before.toISOString() };
    if (what === 'delete') return database.prepare(`DELETE ${from}`).run(parameters).changes;
    return Number(database.prepare(`SELECT count(*) ${from}`).pluck().get(parameters));
  };
}

function addUp(
  before: Readonly<Record<string, number>>,
  deleted: readonly (readonly [string, number])[],
): Readonly<Record<string, number>> {
  const sums = deleted.map(([table, count]) => [table, (before[table] ?? 0) + count] as const);
  return { ...before, ...Object.fromEntries(sums.filter(([, count]) => count > 0)) };
}
