import { createHash } from 'node:crypto';
import { parseJson } from '../../conversation/parse-json.ts';
import type { DocumentOrigin, KnowledgeStore, PassageVectors, Provenance } from '../../knowledge/knowledge-store.ts';
import type { KnowledgeDocument } from '../../knowledge/parse-document.ts';
import type { Passage } from '../../knowledge/passage.ts';
import type { SqliteDatabase } from './open-database.ts';
import { toBytes, toVector, toVectors } from './vector-bytes.ts';

interface DocumentRow {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly collection: string;
  readonly audience: string;
  readonly updated: string;
  readonly review_by: string | null;
  readonly volatile: number;
  readonly passages: number;
  readonly suspect: number;
  readonly origin: DocumentOrigin;
}

/** Opens the store of approved knowledge on a database; words, passages and vectors change in one transaction. */
export function openKnowledgeStore(database: SqliteDatabase, now: () => Date): KnowledgeStore {
  const select = prepareSelects(database);
  const put = preparePut(database, now);
  // Cut off in the middle, words would be gone and their passages not.
  const remove = database.transaction((id: string) => removeDocument(database, id));
  const cache = createPassageCache((id) => {
    const row = select.passage.get(id);
    return (
      row && {
        passage: parseJson(row.body) as Passage,
        whole: toVector(row.whole),
        sentences: toVectors(row.sentences, row.whole.length),
      }
    );
  });
  return {
    list: async () => select.documents.all().map(toSummary),
    put: async (document, vectors, from) => {
      put(document, vectors, from);
      cache.clear();
    },
    remove: async (id) => {
      const removed = remove(id);
      cache.clear();
      return removed;
    },
    passages: async (ids) => ids.flatMap((id) => cache.get(id)?.passage ?? []),
    sentenceVectors: async (id) => cache.get(id)?.sentences ?? [],
    wholeVector: async (id) => cache.get(id)?.whole,
    passageIdsOf: async (document) => select.passageIds.all(document).map((row) => row.id),
    collections: async () => select.collections.all().map((row) => row.collection),
    vectors: async (collection) => {
      const rows = select.vectors.all(collection);
      const entries = rows.map((row) => ({ passage: row.id, vector: toVector(row.whole) }));
      return { collection, model: rows[0]?.model ?? '', dimension: entries[0]?.vector.length ?? 0, entries };
    },
    vectorModel: async () => select.model.get()?.model,
    version: async () => {
      const hash = createHash('sha256');
      for (const row of select.versions.all()) hash.update(`${row.id}\0${row.version}\0`);
      return `sha256:${hash.digest('hex')}`;
    },
  };
}

interface CachedPassage {
  readonly passage: Passage;
  readonly whole: Float32Array;
  readonly sentences: readonly Float32Array[];
}

/** Passages kept parsed in memory; a help centre fits whole, a large one keeps what is asked. */
const KEPT_PASSAGES = 4_000;

function createPassageCache(read: (id: string) => CachedPassage | undefined) {
  const kept = new Map<string, CachedPassage>();
  return {
    get: (id: string): CachedPassage | undefined => {
      const known = kept.get(id) ?? read(id);
      if (known === undefined) return undefined;
      if (kept.size >= KEPT_PASSAGES) kept.clear();
      kept.set(id, known);
      return known;
    },
    clear: () => kept.clear(),
  };
}

function prepareSelects(database: SqliteDatabase) {
  return {
    documents: database.prepare<[], DocumentRow>(
      `SELECT d.*, count(p.number) AS passages, coalesce(sum(json_extract(p.body, '$.suspect')), 0) AS suspect
       FROM documents d LEFT JOIN passages p ON p.document = d.id GROUP BY d.id ORDER BY d.id`,
    ),
    passage: database.prepare<[string], { body: string; whole: Buffer; sentences: Buffer }>(
      'SELECT body, whole, sentences FROM passages WHERE id = ?',
    ),
    passageIds: database.prepare<[string], { id: string }>(
      'SELECT id FROM passages WHERE document = ? ORDER BY number',
    ),
    collections: database.prepare<[], { collection: string }>(
      'SELECT DISTINCT collection FROM documents ORDER BY collection',
    ),
    vectors: database.prepare<[string], { id: string; model: string; whole: Buffer }>(
      'SELECT id, model, whole FROM passages WHERE collection = ? ORDER BY number',
    ),
    model: database.prepare<[], { model: string }>('SELECT model FROM passages LIMIT 1'),
    versions: database.prepare<[], { id: string; version: string }>('SELECT id, version FROM documents ORDER BY id'),
  };
}

function preparePut(database: SqliteDatabase, now: () => Date) {
  const version = database.prepare(
    'INSERT OR IGNORE INTO document_versions (document, version, at, title, collection, source) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const document = database.prepare(
    'INSERT INTO documents (id, version, title, collection, audience, updated, review_by, volatile, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const passage = database.prepare(
    'INSERT INTO passages (id, document, collection, body, model, whole, sentences) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const words = database.prepare('INSERT INTO passage_words (rowid, heading, text, collection) VALUES (?, ?, ?, ?)');
  return database.transaction((one: KnowledgeDocument, vectors: readonly PassageVectors[], from: Provenance) => {
    removeDocument(database, one.id);
    version.run(one.id, one.version, now().toISOString(), one.title, one.collection, one.source);
    document.run(
      one.id,
      one.version,
      one.title,
      one.collection,
      one.audience,
      one.updated,
      one.reviewBy,
      one.volatile ? 1 : 0,
      from.origin,
    );
    for (const [index, part] of one.passages.entries()) {
      const { whole = new Float32Array(), sentences = [] } = vectors[index] ?? {};
      const body = JSON.stringify(part);
      const row = passage.run(part.id, one.id, one.collection, body, from.model, toBytes([whole]), toBytes(sentences));
      words.run(row.lastInsertRowid, [part.title, ...part.headings].join(' '), part.text, one.collection);
    }
  });
}

function removeDocument(database: SqliteDatabase, id: string): boolean {
  database.prepare('DELETE FROM passage_words WHERE rowid IN (SELECT number FROM passages WHERE document = ?)').run(id);
  database.prepare('DELETE FROM passages WHERE document = ?').run(id);
  return database.prepare('DELETE FROM documents WHERE id = ?').run(id).changes > 0;
}

function toSummary(row: DocumentRow) {
  const { id, title, collection, audience, version, updated, passages, suspect, origin } = row;
  return {
    id,
    title,
    collection,
    audience,
    version,
    updated,
    reviewBy: row.review_by,
    volatile: row.volatile === 1,
    passages,
    suspect,
    origin,
  };
}
