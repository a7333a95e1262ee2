import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import hnswlib from 'hnswlib-node';
import { z } from 'zod';
import { parseJson } from '../../conversation/parse-json.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { KnowledgeError } from '../../knowledge/knowledge-error.ts';
import type { CollectionVectors, NearPassage, PassageIndex } from '../../knowledge/passage-index.ts';
import { similarity } from '../../models/similarity.ts';
import { chooseEffort } from './choose-effort.ts';

/** Below this a plain scan is exact and as fast. */
const SCAN_BELOW = 5_000;
const GRAPH = { m: 16, efConstruction: 200 } as const;

const manifestSchema = z.object({
  model: z.string(),
  dimension: z.number(),
  count: z.number(),
  /** SHA-256 over ids and vectors the index was built from. */
  vectors: z.string(),
  /** SHA-256 of the index file: flipped bytes load without an error. */
  file: z.string(),
  /** Candidates a search must keep for its recall; null where a scan is cheaper. */
  effort: z.number().int().positive().nullable(),
});
type Manifest = z.infer<typeof manifestSchema>;

interface OpenCollection {
  readonly vectors: CollectionVectors;
  readonly graph: hnswlib.HierarchicalNSW | null;
}

/** @param folder where index files are kept, or null to keep none */
export function openPassageIndex(folder: string | null): PassageIndex {
  const collections = new Map<string, OpenCollection>();
  return {
    open: async function openCollection(vectors) {
      checkVectors(vectors);
      const { graph, effort, how } = openGraph(folder, vectors);
      // The library forgets the effort whenever it loads a file.
      if (graph && effort !== null) graph.setEf(effort);
      collections.set(vectors.collection, { vectors, graph: effort === null ? null : graph });
      return how;
    },
    search: async function searchCollection(collection, vector, k) {
      const open = collections.get(collection);
      if (open === undefined || open.vectors.entries.length === 0) return [];
      if (vector.length !== open.vectors.dimension || !vector.every(Number.isFinite)) {
        throw new KnowledgeError('index-unavailable', `Cannot search: the vector has ${vector.length} numbers`);
      }
      return open.graph ? searchGraph(open.graph, open.vectors, vector, k) : scan(open.vectors, vector, k);
    },
  };
}

function scan(vectors: CollectionVectors, vector: Float32Array, k: number): readonly NearPassage[] {
  return vectors.entries
    .map((entry) => ({ passage: entry.passage, similarity: similarity(vector, entry.vector) }))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, k);
}

function searchGraph(
  graph: hnswlib.HierarchicalNSW,
  vectors: CollectionVectors,
  vector: Float32Array,
  k: number,
): readonly NearPassage[] {
  const { neighbors, distances } = graph.searchKnn([...vector], Math.min(k, vectors.entries.length));
  return neighbors.flatMap((label, index) => {
    const entry = vectors.entries[label];
    return entry ? [{ passage: entry.passage, similarity: 1 - (distances[index] ?? 1) }] : [];
  });
}

/** NaN and zero vectors pass the library; they would answer nonsense for ever after. */
function checkVectors({ collection, dimension, entries }: CollectionVectors): void {
  for (const { passage, vector } of entries) {
    const sound = vector.length === dimension && vector.every(Number.isFinite) && vector.some((value) => value !== 0);
    if (!sound)
      throw new KnowledgeError(
        'index-unavailable',
        `Cannot index "${passage}" of "${collection}": its vector is broken`,
      );
  }
}

interface OpenGraph {
  readonly graph: hnswlib.HierarchicalNSW | null;
  readonly effort: number | null;
  readonly how: 'loaded' | 'built';
}

function openGraph(folder: string | null, vectors: CollectionVectors): OpenGraph {
  if (vectors.entries.length === 0) return { graph: null, effort: null, how: 'built' };
  const digest = digestOf(vectors);
  const paths = folder === null ? null : pathsOf(folder, vectors.collection);
  const manifest = paths && readManifest(paths.manifest);
  if (paths && manifest && matches(manifest, vectors, digest, paths.index)) {
    const graph = new hnswlib.HierarchicalNSW('ip', vectors.dimension);
    graph.readIndexSync(paths.index);
    return { graph, effort: manifest.effort, how: 'loaded' };
  }
  const graph = buildGraph(vectors);
  // Scanning a small collection is exact; its graph is kept ready on disk all the same.
  const effort = vectors.entries.length < SCAN_BELOW ? null : chooseEffort(graph, vectors);
  if (folder !== null && paths) saveGraph(graph, folder, paths, { vectors, digest, effort });
  return { graph, effort, how: 'built' };
}

function buildGraph({ dimension, entries }: CollectionVectors): hnswlib.HierarchicalNSW {
  const graph = new hnswlib.HierarchicalNSW('ip', dimension);
  graph.initIndex(entries.length, GRAPH.m, GRAPH.efConstruction, 100);
  for (const [label, { vector }] of entries.entries()) graph.addPoint([...vector], label);
  return graph;
}

interface Paths {
  readonly index: string;
  readonly manifest: string;
}

function pathsOf(folder: string, collection: string): Paths {
  // A collection may be named anything; its file may not.
  const name = createHash('sha256').update(collection).digest('hex').slice(0, 16);
  return { index: join(folder, `${name}.hnsw`), manifest: join(folder, `${name}.json`) };
}

function saveGraph(
  graph: hnswlib.HierarchicalNSW,
  folder: string,
  paths: Paths,
  from: { readonly vectors: CollectionVectors; readonly digest: string; readonly effort: number | null },
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(paths.manifest, { force: true });
  const draft = `${paths.index}.${process.pid}.part`;
  graph.writeIndexSync(draft);
  const { model, dimension, entries } = from.vectors;
  const manifest: Manifest = {
    model,
    dimension,
    count: entries.length,
    vectors: from.digest,
    file: hashFile(draft),
    effort: from.effort,
  };
  renameSync(draft, paths.index);
  // The manifest comes last: an index without one is built again.
  replaceFile(paths.manifest, JSON.stringify(manifest));
}

function matches(manifest: Manifest, vectors: CollectionVectors, digest: string, index: string): boolean {
  return (
    manifest.model === vectors.model &&
    manifest.dimension === vectors.dimension &&
    manifest.count === vectors.entries.length &&
    manifest.vectors === digest &&
    existsSync(index) &&
    hashFile(index) === manifest.file
  );
}

function readManifest(file: string): Manifest | null {
  if (!existsSync(file)) return null;
  try {
    return manifestSchema.parse(parseJson(readFileSync(file, 'utf8')));
  } catch {
    return null; // A damaged manifest means the same as none: build again.
  }
}

function digestOf({ model, entries }: CollectionVectors): string {
  const hash = createHash('sha256').update(model);
  for (const { passage, vector } of entries) {
    hash.update(`\0${passage}\0`).update(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  }
  return hash.digest('hex');
}

function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
