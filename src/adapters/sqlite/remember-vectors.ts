import { createHash } from 'node:crypto';
import type { Embedder } from '../../models/embedder.ts';
import type { SqliteDatabase } from './open-database.ts';
import { toBytes, toVector } from './vector-bytes.ts';

/**
 * An embedder that remembers what it embedded, for texts that are asked again at every start. Only for texts of the
 * operator: what a customer wrote must leave no trace here.
 */
export function rememberVectors(embedder: Embedder, database: SqliteDatabase): Embedder {
  const find = database.prepare<[string, Buffer], { vector: Buffer }>(
    'SELECT vector FROM example_vectors WHERE model = ? AND text_hash = ?',
  );
  const insert = database.prepare('INSERT OR REPLACE INTO example_vectors (model, text_hash, vector) VALUES (?, ?, ?)');
  const insertAll = database.transaction((rows: readonly (readonly [Buffer, Float32Array])[]) => {
    for (const [hash, vector] of rows) insert.run(embedder.model.sha256, hash, toBytes([vector]));
  });
  return {
    get model() {
      return embedder.model;
    },
    get dimension() {
      return embedder.dimension;
    },
    embed: async function embedOrRecall(texts, signal) {
      const hashes = texts.map((text) => createHash('sha256').update(text).digest());
      const known = hashes.map((hash) => toKnown(find.get(embedder.model.sha256, hash)?.vector, embedder.dimension));
      const missing = texts.flatMap((text, index) => (known[index] ? [] : [{ text, index }]));
      if (missing.length === 0) return known.filter((vector) => vector !== undefined);
      const fresh = await embedder.embed(
        missing.map((one) => one.text),
        signal,
      );
      const vectors = [...known];
      for (const [order, { index }] of missing.entries()) vectors[index] = fresh[order];
      insertAll(
        missing.map(({ index }, order) => [hashes[index] ?? Buffer.alloc(0), fresh[order] ?? new Float32Array()]),
      );
      return vectors.filter((vector) => vector !== undefined);
    },
    isReady: () => embedder.isReady(),
    close: () => embedder.close(),
  };
}

/** A row of another dimension is of another model file by the same name: embedded again. */
function toKnown(bytes: Buffer | undefined, dimension: number): Float32Array | undefined {
  return bytes?.length === dimension * Float32Array.BYTES_PER_ELEMENT ? toVector(bytes) : undefined;
}
