/**
 * Phrases as policy writes them, matched word by word in linear time.
 *
 * `word` matches itself, `word*` any word that begins so, `(a|b)` either, `...` up to three words. What counts as the
 * same word is up to who asks: a pattern is folded as the words it is held against.
 */
export interface PhrasePattern {
  readonly source: string;
  readonly parts: readonly PatternPart[];
}

type PatternPart = 'gap' | readonly WordChoice[];
interface WordChoice {
  readonly text: string;
  readonly prefix: boolean;
}

/** Cuts a text into words as they are compared. */
export type FoldWords = (text: string) => readonly string[];

/** Words a gap may stand for. */
const GAP_WORDS = 3;

/** Phrases that are kept: every layer holds the same ones, and an edit changes few. */
const MAX_KEPT = 5_000;
const kept = new Map<string, PhrasePattern>();

/** Reads a phrase that will be held against {@link toWords}. */
export function parsePhrasePattern(source: string): PhrasePattern {
  const known = kept.get(source);
  if (known) return known;
  const pattern = parsePhraseFor(toWords, source);
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(source, pattern);
  return pattern;
}

/** Reads a phrase that will be held against words folded in the same way. */
export function parsePhraseFor(fold: FoldWords, source: string): PhrasePattern {
  const parts = source
    .trim()
    .split(/\s+/u)
    .flatMap((token) => toParts(token, fold));
  // A gap at an end may stand for nothing, and then says nothing.
  while (parts[0] === 'gap') parts.shift();
  while (parts.at(-1) === 'gap') parts.pop();
  return { source, parts };
}

/** True when every part is a word, a choice of words in one pair of parentheses, or a gap; and some part is a word. */
export function isPhrasePattern(source: string): boolean {
  const tokens = source.trim().split(/\s+/u);
  const word = /^[\p{L}\p{N}'’-]+\*?$/u;
  const sound = tokens.every((token) => token === '...' || choicesOf(token).every((choice) => word.test(choice)));
  return sound && tokens.some((token) => token !== '...');
}

/** Words of a text without case, accents, punctuation and apostrophes, so that `Lawyer's` is `lawyers`. */
export function toWords(text: string): readonly string[] {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\u200B-\u200F\u2060\uFEFF'’‘`]/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** True when the phrase stands anywhere in the words. */
export function matchesPhrase(pattern: PhrasePattern, words: readonly string[]): boolean {
  return words.some((_, start) => endOfPhrase(pattern, words, start) !== -1);
}

/**
 * Index after the last word of the shortest match that begins at `start`, or -1. Keeps the positions a match may have
 * reached, so a pattern with many gaps costs no more than one with none.
 */
export function endOfPhrase({ parts }: PhrasePattern, words: readonly string[], start: number): number {
  const [opening] = parts;
  if (opening === undefined || opening === 'gap' || !fits(opening, words[start])) return -1;
  let positions: readonly number[] = [start];
  for (const part of parts) {
    positions =
      part === 'gap' ? pastGap(positions) : positions.filter((at) => fits(part, words[at])).map((at) => at + 1);
  }
  return positions[0] ?? -1;
}

/** Positions stay in rising order and each is kept once, so there are never more of them than gaps can reach. */
function pastGap(positions: readonly number[]): readonly number[] {
  const past: number[] = [];
  for (const position of positions) {
    const reached = past.at(-1) ?? -1;
    for (let at = position; at <= position + GAP_WORDS; at += 1) if (at > reached) past.push(at);
  }
  return past;
}

function fits(choices: readonly WordChoice[], word: string | undefined): boolean {
  if (word === undefined) return false;
  return choices.some(({ text, prefix }) => (prefix ? word.startsWith(text) : word === text));
}

function toParts(token: string, fold: FoldWords): readonly PatternPart[] {
  if (token === '...' || token === '…') return ['gap'];
  const choices = choicesOf(token);
  if (choices.length > 1) {
    const folded = choices.map((choice) => ({ text: fold(choice).join(''), prefix: choice.endsWith('*') }));
    return [folded.filter(({ text }) => text !== '')];
  }
  // "e-mail" in a phrase is two words, as it is in a text.
  const words = fold(token);
  return words.map((text, index) => [{ text, prefix: /\*\)?$/u.test(token) && index === words.length - 1 }]);
}

function choicesOf(token: string): readonly string[] {
  const inner = token.startsWith('(') && token.endsWith(')') ? token.slice(1, -1) : token;
  return inner.split('|');
}
