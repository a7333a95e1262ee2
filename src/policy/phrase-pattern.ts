/**
 * Phrases as policy writes them, matched word by word in linear time.
 *
 * `word` matches itself, `word*` any word that begins so, `(a|b)` either, `...` up to three words.
 * Matching ignores case, accents, punctuation and look-alike width, so `Lawyer's` is `lawyers`.
 */
export interface PhrasePattern {
  readonly source: string;
  readonly parts: readonly PatternPart[];
}

type PatternPart = { readonly kind: 'gap' } | { readonly kind: 'word'; readonly choices: readonly WordChoice[] };
interface WordChoice {
  readonly text: string;
  readonly prefix: boolean;
}

/** Words a gap may stand for. */
const GAP_WORDS = 3;

export function parsePhrasePattern(source: string): PhrasePattern {
  return { source, parts: source.trim().split(/\s+/u).map(toPart) };
}

/** True when every part is a word, a choice of words in one pair of parentheses, or a gap; and some part is a word. */
export function isPhrasePattern(source: string): boolean {
  const tokens = source.trim().split(/\s+/u);
  const word = /^[\p{L}\p{N}'’-]+\*?$/u;
  const sound = tokens.every((token) => {
    if (token === '...') return true;
    const inner = token.startsWith('(') && token.endsWith(')') ? token.slice(1, -1) : token;
    return inner.split('|').every((choice) => word.test(choice));
  });
  return sound && tokens.some((token) => token !== '...');
}

function toPart(token: string): PatternPart {
  if (token === '...') return { kind: 'gap' };
  const inner = token.startsWith('(') && token.endsWith(')') ? token.slice(1, -1) : token;
  return { kind: 'word', choices: inner.split('|').map(toChoice) };
}

/** Words of a text as patterns compare them. */
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
  for (let start = 0; start < words.length; start += 1) {
    if (matchesFrom(pattern.parts, words, start)) return true;
  }
  return false;
}

/** Keeps the set of positions a match may have reached, so a pattern with many gaps costs no more than one with none. */
function matchesFrom(parts: readonly PatternPart[], words: readonly string[], start: number): boolean {
  let positions = new Set([start]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const position of positions) {
      if (part.kind === 'gap') for (let skipped = 0; skipped <= GAP_WORDS; skipped += 1) next.add(position + skipped);
      else if (part.choices.some((choice) => isChoice(choice, words[position]))) next.add(position + 1);
    }
    if (next.size === 0) return false;
    positions = next;
  }
  return [...positions].some((position) => position <= words.length);
}

function isChoice(choice: WordChoice, word: string | undefined): boolean {
  if (word === undefined) return false;
  return choice.prefix ? word.startsWith(choice.text) : word === choice.text;
}

function toChoice(token: string): WordChoice {
  const prefix = token.endsWith('*');
  return { text: toWords(token).join(''), prefix };
}
