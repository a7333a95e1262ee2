import { openEngines } from './compose-engines.ts';
import { openStore, type Store } from './compose-store.ts';
import { readConfig } from './config/read-config.ts';
import type { Environment } from './config/read-environment.ts';
import { createAbsentEmbedder } from './models/absent-embedder.ts';
import type { Embedder } from './models/embedder.ts';
import { ModelError } from './models/model-error.ts';
import { createModelStore } from './models/model-store.ts';

/** Store and embedder without a server, for commands. */
export interface Offline {
  readonly store: Store;
  readonly embedder: Embedder;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Indexing a help centre takes longer than any customer would wait. */
const BULK_DEADLINE_MS = 120_000;

/** @throws {ModelError} when the embedder is wanted and cannot be opened */
export async function openOffline(
  environment: Environment,
  wanted: { readonly embedder: boolean } = { embedder: true },
): Promise<Offline> {
  const embedder = wanted.embedder ? await openBulkEmbedder(environment) : createAbsentEmbedder('not asked for');
  const store = openStore(environment.data, () => new Date());
  return {
    store,
    embedder,
    [Symbol.asyncDispose]: async function closeOffline() {
      await embedder.close();
      store.close();
    },
  };
}

async function openBulkEmbedder(environment: Environment): Promise<Embedder> {
  const config = readConfig(environment.config);
  const models = await createModelStore({ directory: environment.models, offline: true });
  const engines = await openEngines({
    models,
    directory: environment.models,
    data: environment.data,
    config: {
      ...config,
      text: { ...config.text, model: 'none' },
      embed: { ...config.embed, deadlineMs: BULK_DEADLINE_MS },
    },
    onRestart: () => undefined,
  });
  const problem = engines.problems['encoder-engine'];
  if (problem !== undefined) throw new ModelError('model-missing', problem);
  return engines.embedder;
}
