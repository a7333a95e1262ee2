import type { Draw } from './draw.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';

/** The same characters in kind: a digit for a digit, a letter for a letter in its case; all else stays. */
export function inShape(original: string, draw: Draw): string {
  return original.replace(/\p{Nd}|\p{L}/gu, (character) => {
    if (/\p{Nd}/u.test(character)) return String(draw(10));
    const letter = LOWER.charAt(draw(LOWER.length));
    return /\p{Lu}/u.test(character) ? letter.toUpperCase() : letter;
  });
}

/** Digits put where the digits of the original stand, with its blanks and dashes; by themselves where they do not fit. */
export function inPlaceOfDigits(original: string, digits: string): string {
  const places = original.match(/\d/gu)?.length ?? 0;
  if (places !== digits.length) return digits;
  let next = 0;
  return original.replace(/\d/gu, () => {
    next += 1;
    return digits.charAt(next - 1);
  });
}

/** Letters and digits put where those of the original stand; by themselves where they do not fit. */
export function inPlaceOfAll(original: string, characters: string): string {
  const places = original.match(/[a-z\d]/giu)?.length ?? 0;
  if (places !== characters.length) return characters;
  let next = 0;
  return original.replace(/[a-z\d]/giu, () => {
    next += 1;
    return characters.charAt(next - 1);
  });
}

/** As many digits, each drawn. */
export function drawDigits(count: number, draw: Draw): string {
  return Array.from({ length: Math.max(0, count) }, () => draw(10)).join('');
}

export function pick(choices: readonly string[], draw: Draw): string {
  return choices[draw(choices.length)] ?? '';
}

/** Small letters, capitals or a capital first, as the original is written. */
export function inCaseOf(original: string, text: string): string {
  const letters = original.replace(/[^\p{L}]/gu, '');
  if (letters !== '' && letters === letters.toLowerCase()) return text.toLowerCase();
  return letters.length > 1 && letters === letters.toUpperCase() ? text.toUpperCase() : text;
}
