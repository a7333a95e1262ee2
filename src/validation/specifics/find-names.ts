import { isFunctionWord } from '../grounding/function-words.ts';
import type { Specific } from './specific.ts';

/** A word with digits is a code and is looked up as one, so a name ends before it. */
const wordEnd = String.raw`(?![\p{L}\p{N}]|-\p{N})`;
const name = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’])\p{Lu}[\p{L}'’-]{1,30}${wordEnd}(?:\s(?:(?:of|and|&|the|de)\s)?\p{Lu}[\p{L}'’-]{0,30}${wordEnd}){1,6}`,
  'gu',
);
const innerCapital =
  /(?<![\p{L}\p{N}'’])\p{Ll}{1,10}\p{Lu}\p{L}{2,30}|(?<![\p{L}\p{N}'’])\p{Lu}\p{Ll}{1,20}\p{Lu}\p{Ll}\p{L}{0,20}/gu;
const openings: ReadonlySet<string> = new Set(
  'please call contact visit use open see ask go select choose enter tap click sign log write send check yes however dear hello hi thank'.split(
    ' ',
  ),
);

/** Proper names: two or more capitalised words in a row, and words with a capital inside ("PayPal"). */
export function findNames(text: string): Specific[] {
  const names = [...text.matchAll(name)].flatMap((match): Specific[] => {
    const written = match[0].replace(/['’]s$/, '');
    const place = { start: match.index, end: match.index + written.length };
    const words = written.split(/\s+/);
    if (!isSentenceStart(text, match.index)) {
      return [{ kind: 'name', ...place, values: [toName(words)], implied: [] }];
    }
    // The first word of a sentence is capitalised anyway, so the name may begin after it, or after the next.
    const [first = ''] = words;
    if (words.length === 2 && isOpening(first.toLowerCase())) return [];
    const values = [0, 1, 2].filter((from) => words.length - from >= 2).map((from) => toName(words.slice(from)));
    return [{ kind: 'name', ...place, values, implied: [] }];
  });
  const inner = [...text.matchAll(innerCapital)].map((match): Specific => {
    const place = { start: match.index, end: match.index + match[0].length };
    return { kind: 'name', ...place, values: [toName([match[0]])], implied: [] };
  });
  return [...names, ...inner.filter((one) => !names.some(({ start, end }) => one.start < end && start < one.end))];
}

/** Words as names are compared: folded, without marks, a space on each side. */
export function toNameWords(text: string): string {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/['’]s?(?![\p{L}\p{N}])/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return ` ${words.join(' ')} `;
}

/** A word that begins sentences and no name. */
function isOpening(word: string): boolean {
  return openings.has(word) || isFunctionWord(word);
}

function toName(words: readonly string[]): string {
  return `name:${toNameWords(words.join(' '))}`;
}

function isSentenceStart(text: string, at: number): boolean {
  return /(?:^|[.!?…:\n]["'”’)\]]*\s*|[-*•]\s|["“‘(]|\d[.)]\s)$/u.test(text.slice(Math.max(0, at - 8), at));
}
