import { createCandidateFinder } from './find-candidates.ts';
import { harmless, placeholder } from './leak-check.ts';
import { toReadableText } from './readable-text.ts';
import type { RedactorOptions } from './redact-message.ts';

/** Where something personal stands; UTF-16 code units of the text that was read, `end` exclusive. */
interface LearnedFinding {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Makes the check of model-worded sentences for what only the learned recogniser sees: a name or an address without any
 * words of a rule around it. It finds nothing where none is configured, and rejects as the recogniser does.
 */
export function createLearnedCheck({ classify, ...options }: RedactorOptions) {
  const finder = createCandidateFinder(options);
  return async function findLearned(text: string, signal?: AbortSignal): Promise<readonly LearnedFinding[]> {
    if (classify === undefined) return [];
    const readable = toReadableText(text);
    const placeholders = [...text.matchAll(placeholder)].map(
      ({ index, 0: name }) => [index, index + name.length] as const,
    );
    const found = (await classify(readable.text, signal)).filter(
      (candidate) => !harmless.has(candidate.type) && finder.isPersonal(candidate, readable.text),
    );
    return found
      .map(({ type, start, end }) => ({ type, ...readable.toOriginal(start, end) }))
      .filter((one) => !placeholders.some(([start, end]) => one.start < end && start < one.end));
  };
}
