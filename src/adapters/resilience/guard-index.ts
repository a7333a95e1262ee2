import { KnowledgeError } from '../../knowledge/knowledge-error.ts';
import type { PassageIndex } from '../../knowledge/passage-index.ts';
import type { Guard } from './guard.ts';

/** A passage index that is left alone while it fails: retrieval then goes by words. */
export function guardIndex(index: PassageIndex, guard: Guard): PassageIndex {
  return {
    open: (vectors) => index.open(vectors),
    search: async function searchGuarded(collection, vector, k) {
      try {
        return await guard.run(() => index.search(collection, vector, k));
      } catch (error) {
        if (error instanceof KnowledgeError) throw error;
        throw new KnowledgeError('index-unavailable', 'Cannot search by meaning', { cause: error });
      }
    },
  };
}
