import { toContentWords } from '../knowledge/content-words.ts';
import type { Passage } from '../knowledge/passage.ts';
import { type AnswerKind, kindsGiven } from './answer-kind.ts';

/** What the words of a passage say, taken apart once. */
export interface PassageWords {
  /** Of title, headings and text. */
  readonly all: ReadonlySet<string>;
  readonly sentences: readonly SentenceWords[];
}

export interface SentenceWords {
  readonly words: ReadonlySet<string>;
  readonly kinds: readonly AnswerKind[];
  /** Speaks of one case: "If a card has not arrived …". */
  readonly conditional: boolean;
}

const condition = /^(if|when|once|unless|after|before|without)\b/iu;
/** The store hands out the same object while a passage stands; a reloaded one is taken apart again. */
const known = new WeakMap<Passage, PassageWords>();

export function passageWords(passage: Passage): PassageWords {
  const kept = known.get(passage);
  if (kept) return kept;
  const headings = [passage.title, ...passage.headings].join(' ');
  const made = {
    all: new Set(toContentWords(`${headings} ${passage.text}`)),
    sentences: passage.sentences.map(({ text }) => ({
      words: new Set(toContentWords(text)),
      kinds: kindsGiven(text),
      conditional: condition.test(text),
    })),
  };
  known.set(passage, made);
  return made;
}
