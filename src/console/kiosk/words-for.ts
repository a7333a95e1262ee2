import type { Failure } from './conversation-view.ts';
import type { Texts } from './texts.ts';

/** Says what went wrong and what to do next. */
export function wordsFor(failure: Failure, texts: Texts['errors']): string {
  if (failure.code === 'busy' && failure.retryAfterSeconds !== undefined) {
    return texts.busyFor(failure.retryAfterSeconds);
  }
  return texts[failure.code];
}
