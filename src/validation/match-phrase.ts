import { endOfPhrase, type PhrasePattern, parsePhraseFor } from '../policy/phrase-pattern.ts';
import { type FoldedWord, toFoldedWords } from './fold-text.ts';

const parsed = new Map<string, PhrasePattern>();
/** Phrases come from policy files; a reload drops old ones here long before they matter. */
const mostParsed = 5_000;

/** Every place where a phrase of the policy language stands in folded words. Linear in the words, whatever the phrase. */
export function findPhrase(phrase: string, words: readonly FoldedWord[]): { start: number; end: number }[] {
  const pattern = patternOf(phrase);
  const texts = words.map(({ word }) => word);
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const past = endOfPhrase(pattern, texts, at);
    const first = words[at];
    const last = words[past - 1];
    if (first === undefined || last === undefined) continue;
    found.push({ start: first.start, end: last.end });
    at = past - 1;
  }
  return found;
}

function patternOf(phrase: string): PhrasePattern {
  const known = parsed.get(phrase);
  if (known !== undefined) return known;
  if (parsed.size >= mostParsed) parsed.clear();
  const pattern = parsePhraseFor((text) => toFoldedWords(text).map(({ word }) => word), phrase);
  parsed.set(phrase, pattern);
  return pattern;
}
