import type { SqliteDatabase } from './open-database.ts';

/** Notes inside the transaction of a deletion that pages may hold copies of what it deleted. */
export function createDeletionNote(database: SqliteDatabase): () => void {
  const note = database.prepare('UPDATE page_cleaning SET deletions = deletions + 1');
  return () => void note.run();
}

/** Which deletions the pages have been written anew since. */
export function openPageCleaning(database: SqliteDatabase) {
  const deletions = database.prepare<[], number>('SELECT deletions FROM page_cleaning').pluck();
  const due = database.prepare<[], number>('SELECT deletions > cleaned FROM page_cleaning').pluck();
  const clean = database.prepare('UPDATE page_cleaning SET cleaned = max(cleaned, ?)');
  return {
    isDue: (): boolean => due.get() === 1,
    /** How many there were: what comes while pages are written is not among them. */
    deletions: (): number => deletions.get() ?? 0,
    noteCleaned: (upTo: number): void => void clean.run(upTo),
  };
}
