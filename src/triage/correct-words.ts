import type { PhrasePattern } from '../policy/phrase-pattern.ts';

/** Shorter words have too many neighbours: "sue" is one letter from "use". */
const FEWEST_LETTERS = 6;
/** Of words as short as this one slip alone is mended, a letter typed twice: no other word is made of them so. */
const SHORT_WORD = 5;

/** Long words of phrases by their first letter; a slip seldom hits the first one. */
export type Vocabulary = ReadonlyMap<string, ReadonlySet<string>>;

/** The words that phrases of policy go by, as far as a slip of the keyboard can be told from another word. */
export function vocabularyOf(phrases: readonly PhrasePattern[]): Vocabulary {
  const words = new Map<string, Set<string>>();
  for (const part of phrases.flatMap(({ parts }) => parts)) {
    if (part === 'gap') continue;
    for (const { text, prefix } of part) {
      if (prefix || text.length < SHORT_WORD) continue;
      const first = text.charAt(0);
      words.set(first, (words.get(first) ?? new Set()).add(text));
    }
  }
  return words;
}

/**
 * The same words with slips mended: two letters swapped, one left out or one too many. A letter that is another one makes
 * another word too often ("employee", "employer") and is left alone.
 */
export function correctWords(words: readonly string[], vocabulary: Vocabulary): readonly string[] {
  return words.map((word) => {
    const near = word.length < FEWEST_LETTERS - 1 ? undefined : vocabulary.get(word.charAt(0));
    if (near === undefined || near.has(word)) return word;
    for (const known of near) if (isSlip(word, known)) return known;
    return word;
  });
}

function isSlip(word: string, known: string): boolean {
  if (known.length === SHORT_WORD) return isDoubled(word, known);
  if (word.length === known.length) return isSwapped(word, known);
  const [short, long] = word.length < known.length ? [word, known] : [known, word];
  if (long.length - short.length !== 1 || isPlural(short, long)) return false;
  const at = firstDifference(short, long);
  return short.slice(at) === long.slice(at + 1);
}

function isDoubled(word: string, known: string): boolean {
  if (word.length !== known.length + 1) return false;
  const at = firstDifference(known, word);
  return word.charAt(at) === word.charAt(at - 1) && known.slice(at) === word.slice(at + 1);
}

/** A plural is no slip but a word of its own. */
function isPlural(short: string, long: string): boolean {
  return long === `${short}s`;
}

function isSwapped(word: string, known: string): boolean {
  const at = firstDifference(word, known);
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return at < word.length && swapped === known;
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one.charAt(at) === other.charAt(at)) at += 1;
  return at;
}
