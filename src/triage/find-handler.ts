import { endOfPhrase, type PhrasePattern } from '../policy/phrase-pattern.ts';
import type { PolicySnapshot, SensitiveHandler } from '../policy/policy-snapshot.ts';
import { correctWords, type Vocabulary, vocabularyOf } from './correct-words.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The handler of `sensitive.yaml` whose words stand in a message, as they were typed or with slips mended. Handlers stand
 * in order of precedence. An exception takes back only the phrase it overlaps: "I pay my lawyer" excuses that lawyer, and
 * not the court in the next sentence.
 */
export function findHandler(policy: PolicySnapshot, words: readonly string[]): SensitiveHandler | null {
  const mended = correctWords(words, vocabularyFor(policy));
  const readings = mended.every((word, index) => word === words[index]) ? [words] : [words, mended];
  const hit = policy.handlers.find((handler) => readings.some((reading) => isCalled(handler, reading)));
  return hit ?? null;
}

function isCalled({ phrases, unless }: SensitiveHandler, words: readonly string[]): boolean {
  const spans = phrases.flatMap((phrase) => spansOf(phrase, words));
  if (spans.length === 0) return false;
  const excused = unless.flatMap((phrase) => spansOf(phrase, words));
  return spans.some((span) => !excused.some((other) => span.start < other.end && other.start < span.end));
}

function spansOf(phrase: PhrasePattern, words: readonly string[]): readonly Span[] {
  return words.flatMap((_, start) => {
    const end = endOfPhrase(phrase, words, start);
    return end === -1 ? [] : [{ start, end }];
  });
}

const vocabularies = new WeakMap<PolicySnapshot, Vocabulary>();

function vocabularyFor(policy: PolicySnapshot): Vocabulary {
  const known = vocabularies.get(policy);
  if (known) return known;
  const made = vocabularyOf(policy.handlers.flatMap(({ phrases }) => phrases));
  vocabularies.set(policy, made);
  return made;
}
