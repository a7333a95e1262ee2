import { isNegation } from './function-words.ts';
import { toWords } from './words.ts';

/** What a sentence is about, and whether it says so or denies it. */
export interface SentencePolarity {
  readonly content: ReadonlySet<string>;
  readonly negated: boolean;
}

/** Share of a sentence's content words from which a passage sentence is about the same thing. */
const aboutTheSame = 0.75;
/** Passage sentences this close to the best match count too. */
const nearBest = 0.15;

export function toSentencePolarity(sentence: string): SentencePolarity {
  const words = toWords(sentence);
  return {
    content: new Set(words.filter((word) => word.content).map((word) => word.stem)),
    negated: words.some((word) => isNegation(word.word)),
  };
}

/** True when the passages say the same words, but only with a "not" where this has none, or the other way round. */
export function isDenied(sentence: string, passages: readonly SentencePolarity[]): boolean {
  const { content, negated } = toSentencePolarity(sentence);
  if (content.size === 0) return false;
  const shares = passages.map((other) => {
    let shared = 0;
    for (const stem of content) if (other.content.has(stem)) shared += 1;
    return { share: shared / content.size, negated: other.negated };
  });
  const best = shares.reduce((most, { share }) => Math.max(most, share), 0);
  if (best < aboutTheSame) return false;
  return shares.every((other) => other.share < best - nearBest || other.negated !== negated);
}
