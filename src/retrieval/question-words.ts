import { toContentWords } from '../knowledge/content-words.ts';
import type { TextIndex } from '../knowledge/text-index.ts';
import { type AnswerKind, kindsAsked } from './answer-kind.ts';

/** A question as words that can be looked for, each with what it tells. */
export interface QuestionWords {
  readonly words: readonly string[];
  /** Inverse document frequency of each word; a word the knowledge never uses weighs most. */
  readonly weights: readonly number[];
  readonly asked: readonly AnswerKind[];
}

/** Words of a question that are looked for. */
const MOST_WORDS = 32;

export async function questionWords(text: string, textIndex: TextIndex): Promise<QuestionWords> {
  const words = toContentWords(text).slice(0, MOST_WORDS);
  const { passages, holding } = await textIndex.spread(words);
  return {
    words,
    weights: holding.map((count) => Math.log(1 + passages / (count + 0.5))),
    asked: kindsAsked(text),
  };
}

/** 0–1: how much of what the question's words tell stands among other words. */
export function coverageOf(question: QuestionWords, among: ReadonlySet<string>): number {
  let found = 0;
  let total = 0;
  for (const [index, word] of question.words.entries()) {
    const weight = question.weights[index] ?? 0;
    total += weight;
    if (among.has(word)) found += weight;
  }
  return total === 0 ? 0 : found / total;
}

/** 0–1: how many of some words the question says itself. A sentence that says little else is to the point. */
export function echoOf(question: QuestionWords, among: ReadonlySet<string>): number {
  if (among.size === 0) return 0;
  return question.words.filter((word) => among.has(word)).length / among.size;
}
