import { createAbsentTokenClassifier } from './absent-token-classifier.ts';
import type { TokenClassifier } from './token-classifier.ts';

/** The token classifier that serves at the moment of a call; until there is one, as one that is absent. */
export function createLateTokenClassifier(current: () => TokenClassifier | null | undefined): TokenClassifier {
  const absent = createAbsentTokenClassifier('The token classifier could not be opened');
  const served = (): TokenClassifier => current() ?? absent;
  return {
    get model() {
      return served().model;
    },
    tag: (text, signal) => served().tag(text, signal),
    isReady: () => served().isReady(),
    close: () => served().close(),
  };
}
