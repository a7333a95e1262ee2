import { isFunctionWord } from './function-words.ts';
import { stemWord } from './stem-word.ts';

/** A word as grounding sees it: lower case, with the stem that both sides are compared by. */
export interface Word {
  readonly word: string;
  readonly stem: string;
  readonly content: boolean;
}

const digitOf: ReadonlyMap<string, string> = new Map(
  'one two three four five six seven eight nine ten'.split(' ').map((word, index) => [word, String(index + 1)]),
);

const signs: ReadonlyMap<string, string> = new Map([
  ['$', 'dollar'],
  ['€', 'euro'],
  ['£', 'pound'],
  ['%', 'percent'],
]);

/** Cuts text into words; "can't" becomes "can not" and "five" becomes "5". Linear in the length of the text. */
export function toWords(text: string): Word[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[$€£%]/g, (sign) => ` ${signs.get(sign) ?? ''} `)
    .replaceAll('’', "'")
    .replace(/\bca ?n't/g, 'can not')
    .replace(/\bwo ?n't/g, 'will not')
    .replace(/ ?n't/g, ' not')
    .replace(/(\p{L}) ?'(s|re|ve|ll|d|m)\b/gu, '$1 $2');
  const found = plain.match(/\p{L}[\p{L}\p{M}]*|\p{N}+(?:[.,]\p{N}+)*/gu) ?? [];
  return found.map((raw) => {
    const word = digitOf.get(raw) ?? raw;
    return { word, stem: stemWord(word), content: !isFunctionWord(raw) };
  });
}
