import type { LabelledSpan } from '../../models/token-classifier.ts';
import type { Word } from './split-words.ts';

/** What the model says of one word. */
export interface Judgement {
  readonly label: string;
  /** Belief that it is anything at all, 0–1. */
  readonly score: number;
}

/** What may stand between two words of one finding. */
const gaps: Readonly<Record<string, RegExp>> = {
  NAME: /^[ \t]?[-'.\u{2019}]?[ \t]{0,2}$/u,
  ADDRESS: /^[\s,.#/-]{0,12}$/u,
};
const usualGap = /^[ \t]?[-'.,&/\u{2019}]?[ \t]{0,2}$/u;
/** Joins words into one: what is said of a half holds for the whole. The `s` of a genitive stays outside. */
const inner = /^[-'\u{2019}]$/u;
const edge = /[\p{L}\p{M}\p{N}]/u;

/**
 * Puts neighbouring words of one kind together.
 *
 * @param judgements one a word, undefined for a word of no kind
 * @returns by rising `start`, without overlaps
 */
export function joinWords(
  text: string,
  words: readonly Word[],
  judgements: readonly (Judgement | undefined)[],
): readonly LabelledSpan[] {
  const spans: LabelledSpan[] = [];
  for (const [index, judgement] of withWholeWords(text, words, judgements).entries()) {
    const word = words[index];
    if (word === undefined || judgement === undefined) continue;
    const last = spans.at(-1);
    const gap = last?.label === judgement.label ? text.slice(last.end, word.start) : undefined;
    if (last === undefined || gap === undefined || !(gaps[judgement.label] ?? usualGap).test(gap)) {
      spans.push({ label: judgement.label, start: word.start, end: word.end, score: judgement.score });
      continue;
    }
    spans[spans.length - 1] = { ...last, end: word.end, score: Math.max(last.score, judgement.score) };
  }
  return spans.flatMap((span) => withoutMarks(span, text));
}

/** "Al-Farsi" and "O'Brien" are one word each, though the tokenizer cuts them in three. */
function withWholeWords(text: string, words: readonly Word[], judgements: readonly (Judgement | undefined)[]) {
  const spread = [...judgements];
  for (let index = 1; index + 1 < words.length; index += 1) {
    const [before, mark, after] = [words[index - 1], words[index], words[index + 1]];
    if (before === undefined || mark === undefined || after === undefined || !inner.test(mark.text)) continue;
    const isGlued = before.end === mark.start && mark.end === after.start;
    if (!isGlued || !/^\p{L}/u.test(before.text) || !/^\p{L}{2}/u.test(text.slice(after.start))) continue;
    const judgement = spread[index - 1] ?? spread[index + 1];
    if (judgement === undefined) continue;
    spread[index - 1] ??= judgement;
    spread[index] = judgement;
    spread[index + 1] ??= judgement;
  }
  return spread;
}

function withoutMarks(span: LabelledSpan, text: string): LabelledSpan[] {
  let { start, end } = span;
  while (start < end && !edge.test(characterAt(text, start))) start += 1;
  while (end > start && !edge.test(characterBefore(text, end))) end -= 1;
  return end > start ? [{ ...span, start, end }] : [];
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

/** The whole character that ends at `end`, also one of two code units. */
function characterBefore(text: string, end: number): string {
  const unit = text.charCodeAt(end - 1);
  const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(end - (isSecondHalf ? 2 : 1), end);
}
