import { ModelError } from './model-error.ts';
import type { TokenClassifier } from './token-classifier.ts';

/** Stands where no token classifier could be opened: every call says so, and redactions count as incomplete. */
export function createAbsentTokenClassifier(reason: string): TokenClassifier {
  return {
    model: { id: 'none', sha256: 'none' },
    tag: async () => {
      throw new ModelError('model-missing', reason);
    },
    isReady: () => false,
    close: async () => undefined,
  };
}
