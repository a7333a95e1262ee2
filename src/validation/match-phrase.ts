import { type FoldedWord, toFoldedWords } from './fold-text.ts';

/** Words that `...` may stand for. */
const gapWords = 3;

const parsed = new Map<string, readonly Part[]>();
/** Phrases come from policy files; a reload drops old ones here long before they matter. */
const mostParsed = 5_000;

/**
 * Every place where a phrase of the policy language stands in folded words. `word*` is any word that begins so,
 * `(a|b)` either, `...` up to three words. Linear in the words, whatever the phrase.
 */
export function findPhrase(phrase: string, words: readonly FoldedWord[]): { start: number; end: number }[] {
  const parts = partsOf(phrase);
  const found: { start: number; end: number }[] = [];
  const [opening] = parts;
  if (opening === undefined) return found;
  for (let at = 0; at < words.length; at += 1) {
    const first = words[at];
    if (first === undefined || !fits(opening, first.word)) continue;
    const past = matchFrom(parts, words, at);
    const last = words[past - 1];
    if (past <= at || last === undefined) continue;
    found.push({ start: first.start, end: last.end });
    at = past - 1;
  }
  return found;
}

function partsOf(phrase: string): readonly Part[] {
  const known = parsed.get(phrase);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const parts = toParts(phrase);
  parsed.set(phrase, parts);
  return parts;
}

function fits(part: Part, word: string): boolean {
  return part !== 'gap' && part.some(({ text, prefix }) => (prefix ? word.startsWith(text) : word === text));
}

type Part = 'gap' | readonly { readonly text: string; readonly prefix: boolean }[];

function toParts(phrase: string): Part[] {
  const parts = phrase
    .trim()
    .split(/\s+/)
    .flatMap((token): Part[] => {
      if (token === '...' || token === '…') return ['gap'];
      const inner = token.startsWith('(') && token.endsWith(')') ? token.slice(1, -1) : token;
      if (inner.includes('|')) return [inner.split('|').map(toChoice)];
      const prefix = inner.endsWith('*');
      // "e-mail" in a phrase is two words, as it is in a text.
      const folded = toFoldedWords(inner);
      return folded.map(({ word }, index) => [{ text: word, prefix: prefix && index === folded.length - 1 }]);
    });
  while (parts[0] === 'gap') parts.shift();
  while (parts.at(-1) === 'gap') parts.pop();
  return parts;
}

function toChoice(token: string): { text: string; prefix: boolean } {
  const text = toFoldedWords(token)
    .map(({ word }) => word)
    .join('');
  return { text, prefix: token.endsWith('*') };
}

/** Index after the last word of the shortest match that begins at `start`, or -1. */
function matchFrom(parts: readonly Part[], words: readonly FoldedWord[], start: number): number {
  let positions: ReadonlySet<number> = new Set([start]);
  for (const part of parts) {
    const next = new Set<number>();
    for (const position of positions) {
      if (part === 'gap') for (let skipped = 0; skipped <= gapWords; skipped += 1) next.add(position + skipped);
      else {
        const word = words[position]?.word;
        if (word !== undefined && fits(part, word)) next.add(position + 1);
      }
    }
    if (next.size === 0) return -1;
    positions = next;
  }
  return Math.min(...positions);
}
