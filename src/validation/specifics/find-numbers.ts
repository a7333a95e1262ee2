import { numberWordsPattern, parseNumber } from './parse-number.ts';
import type { Specific } from './specific.ts';

const token =
  /(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}]{0,20}[-/.,'’]?[\p{L}]{0,20}\d)[\p{L}\p{N}]{1,40}(?:[-/.,'’](?=[\p{L}\p{N}])[\p{L}\p{N}]{1,40}){0,8}/gu;
const inWords = new RegExp(`(?<![\\p{L}\\p{N}]|\\p{L}-)(${numberWordsPattern})`, 'giu');
const plainNumber = /^\d+(?:[.,]\d+)*$/;

/** Numbers of no other kind, and codes made of letters and digits. */
export function findNumbers(text: string): Specific[] {
  const found = [...text.matchAll(token)].flatMap((match) => readToken(text, match));
  for (const match of text.matchAll(inWords)) {
    const written = match[1] ?? '';
    // "one" is a pronoun as often as a number, and a lone "hundred" or "zero" is a figure of speech.
    if (/^(?:zero|one|hundred|thousand|million|billion)$/i.test(written)) continue;
    const amount = parseNumber(written);
    const end = match.index + written.length;
    if (amount !== undefined) found.push(toNumber({ start: match.index, end }, amount, isBare(text, end)));
  }
  return found;
}

function readToken(text: string, match: RegExpExecArray): Specific[] {
  const [written] = match;
  const place = { start: match.index, end: match.index + written.length };
  const ordinal = /^(\d+)(?:st|nd|rd|th)$/i.exec(written)?.[1];
  if (ordinal !== undefined) return [toNumber(place, ordinal, false)];
  if (plainNumber.test(written)) return numbersIn(place, [written], isBare(text, place.end));
  const [, first = '', second = ''] = /^(\d[\d.,]*)[-/](\d[\d.,]*)$/.exec(written) ?? [];
  if (first !== '') return numbersIn(place, [first, second], false);
  const [, counted = '', noun = ''] = /^(\d[\d.,]*)-(\p{L}+)$/u.exec(written) ?? [];
  if (counted !== '' && noun.length > 1) return numbersIn(place, [counted], false);
  const plain = written.toLowerCase().replace(/[-’']/g, '');
  return [{ kind: 'code', ...place, values: [`code:${plain}`], implied: [] }];
}

function numbersIn(place: { start: number; end: number }, written: readonly string[], bare: boolean): Specific[] {
  return written.flatMap((one) => {
    const amount = parseNumber(one);
    return amount === undefined ? [] : [toNumber(place, amount, bare)];
  });
}

/** A number that no noun follows may be short for an amount or a length of time; "5 cards" may not. */
function toNumber(place: { start: number; end: number }, amount: string, bare: boolean): Specific {
  const values = bare ? [`number:${amount}`, `any:${amount}`] : [`number:${amount}`];
  return { kind: 'number', ...place, values, implied: [`any:${amount}`] };
}

function isBare(text: string, end: number): boolean {
  return !/^[\s-]*[\p{L}\p{Sc}]/u.test(text.slice(end, end + 4));
}
