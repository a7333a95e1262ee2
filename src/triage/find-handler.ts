import { perSnapshot } from '../policy/per-snapshot.ts';
import { endOfPhrase, type PhrasePattern } from '../policy/phrase-pattern.ts';
import type { PolicySnapshot, SensitiveHandler } from '../policy/policy-snapshot.ts';
import { correctWords, type Vocabulary, vocabularyOf } from './correct-words.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Phrases by the words they may begin with, so that a word is held against those few alone. */
interface PhraseIndex {
  readonly byWord: ReadonlyMap<string, readonly PhrasePattern[]>;
  /** Those that may begin with a prefix, which any word may have. */
  readonly others: readonly PhrasePattern[];
}

interface IndexedPolicy {
  readonly vocabulary: Vocabulary;
  readonly handlers: readonly {
    readonly handler: SensitiveHandler;
    readonly phrases: PhraseIndex;
    readonly unless: PhraseIndex;
  }[];
}

/**
 * The handler of `sensitive.yaml` whose words stand in a message, as they were typed or with slips mended. Handlers stand
 * in order of precedence. An exception takes back only the phrase it overlaps: "I pay my lawyer" excuses that lawyer, and
 * not the court in the next sentence.
 */
export function findHandler(policy: PolicySnapshot, words: readonly string[]): SensitiveHandler | null {
  const { vocabulary, handlers } = indexOf(policy);
  const mended = correctWords(words, vocabulary);
  const readings = mended.every((word, index) => word === words[index]) ? [words] : [words, mended];
  const hit = handlers.find((one) =>
    readings.some((reading) => {
      const called = spansOf(one.phrases, reading);
      // Most messages call nobody, and then nobody asks for exceptions.
      const excused = called.length === 0 ? [] : spansOf(one.unless, reading);
      return called.some((span) => !excused.some((other) => span.start < other.end && other.start < span.end));
    }),
  );
  return hit?.handler ?? null;
}

function spansOf({ byWord, others }: PhraseIndex, words: readonly string[]): readonly Span[] {
  return words.flatMap((word, start) =>
    [byWord.get(word) ?? [], others].flat().flatMap((phrase) => {
      const end = endOfPhrase(phrase, words, start);
      return end === -1 ? [] : [{ start, end }];
    }),
  );
}

function toIndex(phrases: readonly PhrasePattern[]): PhraseIndex {
  const byWord = new Map<string, PhrasePattern[]>();
  const others: PhrasePattern[] = [];
  for (const phrase of phrases) {
    const [opening = 'gap'] = phrase.parts;
    if (opening === 'gap') continue;
    if (opening.some(({ prefix }) => prefix)) {
      others.push(phrase);
      continue;
    }
    for (const word of new Set(opening.map(({ text }) => text)))
      byWord.set(word, [...(byWord.get(word) ?? []), phrase]);
  }
  return { byWord, others };
}

const indexOf = perSnapshot(
  (policy): IndexedPolicy => ({
    vocabulary: vocabularyOf(policy.handlers.flatMap(({ phrases }) => phrases)),
    handlers: policy.handlers.map((handler) => ({
      handler,
      phrases: toIndex(handler.phrases),
      unless: toIndex(handler.unless),
    })),
  }),
);
