import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPassageIndex } from './adapters/hnsw/open-passage-index.ts';
import { openDatabase } from './adapters/sqlite/open-database.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openTextIndex } from './adapters/sqlite/open-text-index.ts';
import { openVectorCache } from './adapters/sqlite/open-vector-cache.ts';
import { rememberVectors } from './adapters/sqlite/remember-vectors.ts';
import { openAppliance } from './compose.ts';
import { openCatalogueEngines } from './compose-engines.ts';
import { openCollections } from './compose-knowledge.ts';
import { openBulkEmbedder } from './compose-offline.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import type { ModelInUse, OnProgress } from './evaluation/evaluation.ts';
import type { AskAppliance } from './evaluation/suites/evaluate-benign.ts';
import type { CorpusLine, FindDocuments } from './evaluation/suites/evaluate-retrieval.ts';
import { loadKnowledge } from './knowledge/load-knowledge.ts';
import type { Embedder } from './models/embedder.ts';
import type { TokenClassifier } from './models/token-classifier.ts';
import { type ClassifyText, createTextClassification } from './redaction/classify-text.ts';
import { toRedactedText } from './redaction/redacted-text.ts';
import { createRetrieval } from './retrieval/retrieve-passages.ts';
import { createLog } from './telemetry/log.ts';

const COLLECTION = 'evaluation';
/** Passages that are looked at for the documents they stand in. */
const MOST_PASSAGES = 60;

/** Works with the embedding model, which remembers the vectors of earlier runs in a file of the data folder. */
export async function withEmbedder<T>(
  environment: Environment,
  onProgress: OnProgress,
  work: (embedder: Embedder) => Promise<T>,
): Promise<T> {
  onProgress('Opening the embedding model');
  const embedder = await openBulkEmbedder(environment);
  const cache = openVectorCache(join(environment.data, 'evaluation.db'));
  try {
    return await work(rememberVectors(embedder, cache));
  } finally {
    cache.close();
    await embedder.close();
  }
}

/** Works with the token classifier of the configuration, or with rules alone where it wants none. */
export async function withClassification<T>(
  environment: Environment,
  onProgress: OnProgress,
  work: (classify: ClassifyText | undefined, models: readonly ModelInUse[]) => Promise<T>,
): Promise<T> {
  const config = readConfig(environment.config);
  onProgress('Opening the token classifier');
  const quoting = { ...config, text: { ...config.text, model: 'none' } };
  const { classifier, close } = await openCatalogueEngines({ ...environment, offline: true }, quoting);
  try {
    return await work(classifier ? createTextClassification(classifier) : undefined, openModels(classifier));
  } finally {
    await close();
  }
}

/** Indexes a corpus in memory and hands in the search of the appliance over it. */
export async function withCorpus<T>(
  corpus: readonly CorpusLine[],
  embedder: Embedder,
  onProgress: OnProgress,
  work: (findDocuments: FindDocuments) => Promise<T>,
): Promise<T> {
  const database = openDatabase(':memory:');
  try {
    const now = new Date();
    const store = openKnowledgeStore(database, () => now);
    const ports = { store, passageIndex: openPassageIndex(null), textIndex: openTextIndex(database) };
    const sources = corpus.map((line) => toSource(line, now));
    const report = (done: number, total: number): void => onProgress(`Indexing: ${done} of ${total} documents`);
    await loadKnowledge({ sources, store, embedder, origin: 'folder', onProgress: report });
    await openCollections(store, ports.passageIndex);
    const retrieve = createRetrieval(ports);
    return await work(async function findDocuments(query) {
      const [vector = null] = await embedder.embed([query]);
      const shelf = { collection: COLLECTION, audiences: ['public'], carried: [], limit: MOST_PASSAGES, now };
      const passages = await retrieve({ ...shelf, queries: [{ text: toRedactedText(query, []), vector }] });
      return [...new Set(passages.map(({ document }) => document))];
    });
  } finally {
    database.close();
  }
}

/** Opens an appliance of its own on a fresh folder and hands in the way to ask it. */
export async function withAppliance<T>(
  environment: Environment,
  onProgress: OnProgress,
  work: (ask: AskAppliance, models: readonly ModelInUse[]) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'confidant-evaluate-'));
  const config = readConfig(environment.config);
  try {
    await using opened = await openFreshAppliance({ ...environment, data }, config, onProgress);
    return await work(opened.ask, opened.models);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function openFreshAppliance(
  environment: Environment,
  config: ReturnType<typeof readConfig>,
  onProgress: OnProgress,
): Promise<AsyncDisposable & { readonly ask: AskAppliance; readonly models: readonly ModelInUse[] }> {
  const log = createLog('silent');
  // Without a text model: what is measured is what is answered and stopped, not how it is worded.
  const quoting = { ...config, text: { ...config.text, model: 'none' } };
  const appliance = await openAppliance({ environment, config: quoting, pages: null, log, onProgress });
  const { embedder, classifier } = appliance.engines;
  const call = { caller: { role: 'kiosk', keyId: 'evaluate' }, requestId: 'evaluate', idempotency: null } as const;
  const input = { channel: 'evaluate', language: null, collection: null, customer: null, basis: null };
  return {
    ask: async function askAppliance(text) {
      const { id } = await appliance.conversations.start(input, call);
      await appliance.conversations.post(id, text, call);
      const view = await appliance.store.records.turnView(id, 1);
      return { outcome: view?.outcome ?? 'failed', reason: view?.handover?.reason ?? null };
    },
    models: openModels(embedder, classifier),
    [Symbol.asyncDispose]: () => appliance.close(),
  };
}

/** What is not there, or could not be opened, measured nothing. */
function openModels(...ports: readonly (Embedder | TokenClassifier | null)[]): readonly ModelInUse[] {
  return ports.flatMap((port) => (port?.isReady() ? [port.model] : []));
}

function toSource({ id, title, text }: CorpusLine, now: Date) {
  const writtenOn = now.toISOString().slice(0, 10);
  const matter = `---\ntitle: ${JSON.stringify(title || id)}\ncollection: ${COLLECTION}\nupdated: ${writtenOn}\n---\n`;
  return { id, format: 'markdown', text: `${matter}${text}\n`, writtenOn } as const;
}
