import type { SqliteDatabase } from './open-database.ts';

/** A version of a document as it was stored: its source text, and when it came in. */
export interface DocumentVersion {
  readonly document: string;
  readonly version: string;
  readonly at: string;
  readonly title: string;
  readonly collection: string;
  readonly source: string;
}

export interface DocumentVersions {
  find(document: string, version: string): DocumentVersion | undefined;
  /** Every version there was, oldest first. */
  of(document: string): readonly DocumentVersion[];
}

export function createDocumentVersions(database: SqliteDatabase): DocumentVersions {
  const columns = 'document, version, at, title, collection, source';
  const one = database.prepare<[string, string], DocumentVersion>(
    `SELECT ${columns} FROM document_versions WHERE document = ? AND version = ?`,
  );
  const all = database.prepare<[string], DocumentVersion>(
    `SELECT ${columns} FROM document_versions WHERE document = ? ORDER BY rowid`,
  );
  return { find: (document, version) => one.get(document, version), of: (document) => all.all(document) };
}
