import type { SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { createDocumentVersions } from './adapters/sqlite/read-document-versions.ts';
import { parseDocument } from './knowledge/parse-document.ts';
import type { Passage } from './knowledge/passage.ts';

/** A passage as it was: parsed again from the stored source of its document. */
export function createPassageFinder(database: SqliteDatabase): (id: string, version: string) => Passage | undefined {
  const versions = createDocumentVersions(database);
  const parsed = new Map<string, readonly Passage[]>();
  return function findPassage(id, version) {
    const document = id.split('#')[0] ?? '';
    const key = `${document} ${version}`;
    const stored = parsed.has(key) ? undefined : versions.find(document, version);
    if (stored !== undefined) {
      const format = /^\s*(?:<!doctype|<html|<h1)/iu.test(stored.source) ? 'html' : 'markdown';
      const source = { id: document, format, text: stored.source, writtenOn: stored.at.slice(0, 10) } as const;
      parsed.set(key, parseDocument(source).passages);
    }
    return parsed.get(key)?.find((passage) => passage.id === id);
  };
}
