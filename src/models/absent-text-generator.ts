import { ModelError } from './model-error.ts';
import type { TextGenerator } from './text-generator.ts';

/** Stands where no text model could be opened: every call says so, and replies are quoted. */
export function createAbsentTextGenerator(reason: string): TextGenerator {
  const refuse = async (): Promise<never> => {
    throw new ModelError('model-missing', reason);
  };
  return {
    model: { id: 'none', sha256: 'none' },
    contextTokens: 0,
    generate: async function* generateNothing() {
      yield await refuse();
      return refuse();
    },
    decide: refuse,
    countTokens: refuse,
    isReady: () => false,
    close: async () => undefined,
  };
}
