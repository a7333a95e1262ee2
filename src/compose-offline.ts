import { join } from 'node:path';
import { openPassageIndex } from './adapters/hnsw/open-passage-index.ts';
import { openDatabaseForReading } from './adapters/sqlite/open-database.ts';
import { openKnowledgeStore } from './adapters/sqlite/open-knowledge-store.ts';
import { openTextIndex } from './adapters/sqlite/open-text-index.ts';
import { openCatalogueEngines } from './compose-engines.ts';
import { openStore, type Store } from './compose-store.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { createAbsentEmbedder } from './models/absent-embedder.ts';
import type { Embedder } from './models/embedder.ts';
import { ModelError } from './models/model-error.ts';

/** What commands about knowledge work with. */
export interface Offline<Opened = Pick<Store, 'knowledge' | 'textIndex' | 'passageIndex'>> extends AsyncDisposable {
  readonly store: Opened;
  readonly embedder: Embedder;
}

interface OfflineWish {
  readonly embedder: boolean;
}

/** Indexing a help centre takes longer than any customer would wait. */
const BULK_DEADLINE_MS = 120_000;

/**
 * Opens the data folder to change it; refused while an appliance runs on it.
 *
 * @throws {StoreError} `store-in-use` @throws {ModelError} when the embedder is wanted and cannot be opened
 */
export async function openToChange(environment: Environment, wish: OfflineWish): Promise<Offline<Store>> {
  const store = openStore(environment.data, () => new Date(), environment.keyVault);
  return withEmbedder(environment, wish, { store, close: () => store.close() });
}

/** Opens the knowledge to look at it, beside a running appliance too. @throws as {@link openToChange} */
export async function openToRead(environment: Environment, wish: OfflineWish): Promise<Offline> {
  const database = openDatabaseForReading(join(environment.data, 'confidant.db'));
  const store = {
    knowledge: openKnowledgeStore(database, () => new Date()),
    textIndex: openTextIndex(database),
    passageIndex: openPassageIndex(null),
  };
  return withEmbedder(environment, wish, { store, close: () => database.close() });
}

/** An embedder that cannot be opened leaves nothing open behind it. */
async function withEmbedder<Opened>(
  environment: Environment,
  wish: OfflineWish,
  { store, close }: { readonly store: Opened; close(): void },
): Promise<Offline<Opened>> {
  try {
    const embedder = wish.embedder ? await openBulkEmbedder(environment) : createAbsentEmbedder('not asked for');
    const closeOffline = async (): Promise<void> => {
      await embedder.close();
      close();
    };
    return { store, embedder, [Symbol.asyncDispose]: closeOffline };
  } catch (error) {
    close();
    throw error;
  }
}

/** The embedding model of the configuration by itself, patient with bulk work. @throws {ModelError} */
export async function openBulkEmbedder(environment: Environment): Promise<Embedder> {
  const config = readConfig(environment.config);
  const bulk = { ...config.embed, deadlineMs: BULK_DEADLINE_MS };
  const engines = await openCatalogueEngines(
    { ...environment, offline: true },
    { ...config, text: { ...config.text, model: 'none' }, tokens: { ...config.tokens, model: 'none' }, embed: bulk },
  );
  const problem = engines.problems['encoder-engine'];
  if (problem !== undefined) throw new ModelError('model-missing', problem);
  return engines.embedder;
}
