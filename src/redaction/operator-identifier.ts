import type { Candidate, Detector } from './detector.ts';
import type { EntityType } from './entity-type.ts';
import { isOrdinaryWord } from './name-words.ts';

/** A number of the operator's own: customers, policies, claims, bookings. */
export interface OperatorIdentifier {
  readonly id: string;
  readonly type: EntityType;
  /** `9` a digit, `A` a letter, `X` either, `{4}` or `{4,6}` repeat, `\` takes the next as itself; policy checked it. */
  readonly pattern: string;
  /** Words of which one stands shortly before the value; none: the shape is enough. */
  readonly context: readonly string[];
}

/** Characters before a value in which its context is looked for. */
const REACH = 64;
const token = /(\\.|[^{}])(\{\d{1,2}(?:,\d{1,2})?\})?/gu;
const classes: Readonly<Record<string, string>> = { '9': '\\d', A: '\\p{L}', X: '[\\p{L}\\d]' };

/** Makes the detector of an operator's identifier. A space or a dash may stand between any two characters of the value. */
export function createOperatorIdentifier({ id, type, pattern, context }: OperatorIdentifier): Detector {
  const shape = toShape(pattern);
  const beginning = new RegExp(shape.source, 'iu');
  const label = context.length === 0 ? undefined : toLabel(context);
  const source: Candidate['source'] = label === undefined ? `pattern:operator-${id}` : `context:operator-${id}`;
  return {
    id: `operator-${id}`,
    find: function findOperatorIdentifiers(text) {
      let free = 0;
      return [...text.matchAll(shape)].flatMap((match): Candidate[] => {
        const start = match.index;
        const value = withoutWords(match.groups?.value ?? '');
        const end = start + value.length;
        // What is left without its last words may be too short.
        if (start < free || !beginning.test(value) || !/\d/.test(value) || readsAsWords(value)) return [];
        if (label?.test(text.slice(Math.max(0, start - REACH), start)) === false) return [];
        free = end;
        return [{ type, start, end, score: 0.9, source }];
      });
    },
  };
}

/** Looks at every beginning of a word, so that a word before the value does not hide it. */
function toShape(pattern: string): RegExp {
  const parts = Array.from(pattern.matchAll(token), ([, character = '', times = '']) => {
    const one = classes[character] ?? escaped(character.startsWith('\\') ? character.slice(1) : character);
    return times === '' ? one : `${one}(?:[ -]?${one})${oneLess(times)}`;
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])(?=(?<value>${parts.join('[ -]?')})(?![\\p{L}\\p{N}]))`, 'giu');
}

/** `{4,6}` repeats of a character are one and three to five more. */
function oneLess(times: string): string {
  return times.replace(/\d+/g, (count) => String(Math.max(0, Number(count) - 1)));
}

function toLabel(context: readonly string[]): RegExp {
  const words = context.map((phrase) => escaped(phrase).replace(/\s+/g, '\\s+')).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])[^.!?\\d]*$`, 'iu');
}

/** `hgj 478 is`: an everyday word that fits the shape by chance is none of the value. */
function withoutWords(value: string): string {
  let kept = value;
  for (;;) {
    const [tail = ''] = /[ -]\p{L}+$/u.exec(kept) ?? [];
    if (tail === '' || !isOrdinaryWord(tail.slice(1))) return kept;
    kept = kept.slice(0, -tail.length);
  }
}

const functionWords = new Set(
  'a an and are at be but by for from got had has have i in is it me my no not of off on or our out so than that the they this to up us was we were with you your'.split(
    ' ',
  ),
);
/** Letters of a piece that is a word rather than a part of a number. */
const LONG_PIECE = 5;

/** `for 2 people`, `3rd`: a shape with spaces in it fits whatever is said beside a number. */
function readsAsWords(value: string): boolean {
  const pieces = value.toLowerCase().split(/[ -]/u);
  if (/^\d{1,2}(?:st|nd|rd|th)$/u.test(pieces[0] ?? '')) return true;
  return pieces.some((piece) => {
    if (!/^\p{L}+$/u.test(piece)) return false;
    return functionWords.has(piece) || isOrdinaryWord(piece) || (pieces.length > 1 && piece.length >= LONG_PIECE);
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
