import { findHtmlEntity, hasHtmlEntity } from './html-entity.ts';

/** Text as detectors read it, with the way back to what was typed. */
export interface ReadableText {
  readonly text: string;
  /** Maps a range of `text` to the range of the original it was read from, in UTF-16 code units, `end` exclusive. */
  toOriginal(start: number, end: number): { readonly start: number; readonly end: number };
}

const beyondAscii = /[\u{80}-\u{10ffff}]/u;
const invisible = /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;
/** Marks that are drawn over the character before them. */
const mark = /^[\p{Mn}\p{Me}]$/u;
/** Letters that carry marks of their own script: without them they are other words. */
const foreignLetter = /^(?!\p{Script=Latin})[\p{L}\p{M}]$/u;
const decimalDigit = /^\p{Nd}$/u;
const dash = /^[\p{Pd}\u{2212}]$/u;

/**
 * Reads look-alikes as what they stand for: digits of every script, full-width and mathematical forms, unusual dashes,
 * quotes and spaces, HTML entities, Cyrillic and Greek letters inside Latin words, letters inside long numbers; drops what
 * cannot be seen (zero-width characters, fillers, variation selectors) and marks over digits, signs and Latin letters.
 *
 * @see Unicode Standard Annex #15 (NFKC), applied only where one character becomes one ASCII character
 */
export function toReadableText(original: string): ReadableText {
  if (!beyondAscii.test(original) && !hasHtmlEntity(original))
    return { text: withPlainDigits(original), toOriginal: (start, end) => ({ start, end }) };

  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  while (at < original.length) {
    const entity = findHtmlEntity(original, at);
    const character = entity?.character ?? String.fromCodePoint(original.codePointAt(at) ?? 0);
    const end = at + (entity?.length ?? character.length);
    const marked = withMark(units.at(-1) ?? '', character);
    if (marked !== undefined && units.length > 0) {
      units[units.length - 1] = marked;
      ends[ends.length - 1] = end;
    } else if (marked === undefined) {
      for (const unit of readableOf(character).split('')) {
        units.push(unit);
        starts.push(at);
        ends.push(end);
      }
    }
    at = end;
  }
  return {
    text: withPlainDigits(withPlainLetters(units.join(''))),
    toOriginal: (start, end) => ({ start: starts[start] ?? original.length, end: ends[end - 1] ?? 0 }),
  };
}

/**
 * What is read of a character and the mark over it: `e` and an accent as one letter, a digit or a sign without any.
 *
 * @returns undefined where `character` is no mark, or one of a letter that needs it
 */
function withMark(before: string, character: string): string | undefined {
  if (character.charCodeAt(0) < 0x300 || !mark.test(character) || foreignLetter.test(before)) return undefined;
  const composed = (before + character).normalize('NFC');
  return composed.length === 1 && /^\p{L}$/u.test(composed) ? composed : before;
}

/** Letters of other scripts that look like Latin ones (Unicode Technical Standard #39), one code unit each. */
const lookAlikes = new Map(
  Array.from('АаВЕеЅѕІіЈјКкМНОоРрСсТУуХхԁԛԝһɡΑΒΕΖΗΙΚΜΝΟοΡΤΥΧν', (character, place) => [
    character,
    'AaBEeSsIiJjKkMHOoPpCcTYyXxdqwhgABEZHIKMNOoPTYXv'.charAt(place),
  ]),
);
const mixedWord = /[\p{L}\p{N}@._%+-]{2,320}/gu;

/** A word that mixes Latin letters or digits with look-alikes is read as Latin; a word all of another script is its own. */
function withPlainLetters(text: string): string {
  return text.replace(mixedWord, (word) => {
    if (!/[A-Za-z0-9]/.test(word)) return word;
    const plain = word.replace(/[^\p{ASCII}]/gu, (character) => lookAlikes.get(character) ?? character);
    return /^\p{ASCII}+$/u.test(plain) ? plain : word;
  });
}

const digitLike = /(?<![\p{L}\p{N}])[\dOoIl](?:[ .-]?[\dOoIl]){7,40}(?![\p{L}\p{N}])/gu;

/** `4lll-O000`: letters typed for digits, in a long run that is mostly digits. */
function withPlainDigits(text: string): string {
  return text.replace(digitLike, (run) => {
    const letters = run.replace(/[^OoIl]/g, '').length;
    if (letters === 0 || letters > run.replace(/\D/g, '').length) return run;
    return run.replace(/[Oo]/g, '0').replace(/[Il]/g, '1');
  });
}

function readableOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isPlainOrLatin = code < 0x80 || (code >= 0xc0 && code < 0x250);
  if (isPlainOrLatin) return character;
  if (invisible.test(character)) return '';
  if (dash.test(character)) return '-';
  if ('‘’‛′ʼ'.includes(character)) return "'";
  if ('“”„‟″'.includes(character)) return '"';
  if (character === '\u{2800}') return ' '; // Braille without a dot.
  if (character === '\u{2028}' || character === '\u{2029}') return '\n';

  const compatible = character.normalize('NFKC');
  if (compatible.length === 1 && compatible.charCodeAt(0) < 0x80) return compatible;
  return decimalDigit.test(character) ? digitOf(code) : character;
}

/** Decimal digits stand in unbroken runs of tens, each from zero to nine (UAX #44, `Nd`). */
function digitOf(code: number): string {
  let first = code;
  while (decimalDigit.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
