import type { Embedder } from './embedder.ts';
import { ModelError } from './model-error.ts';

/** Stands where no embedding model could be opened: every call says so, and the turn goes to a person. */
export function createAbsentEmbedder(reason: string): Embedder {
  return {
    model: { id: 'none', sha256: 'none' },
    dimension: 0,
    embed: async () => {
      throw new ModelError('model-missing', reason);
    },
    isReady: () => false,
    close: async () => undefined,
  };
}
