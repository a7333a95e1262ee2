import type { Draw } from './draw.ts';
import { drawDigits, inPlaceOfAll, inPlaceOfDigits, inShape, pick } from './shape.ts';

/**
 * A card number that passes the check (ISO/IEC 7812-1) and that no issuer has: 9 and the country 999, which ISO 3166
 * leaves to users, so that no such national range is ever given out.
 */
export function cardSurrogate(original: string, draw: Draw): string {
  const length = original.match(/\d/gu)?.length ?? 0;
  if (length < 12) return inShape(original, draw);
  const body = `9999${drawDigits(length - 5, draw)}`;
  return inPlaceOfDigits(original, `${body}${luhnDigit(body)}`);
}

function luhnDigit(body: string): number {
  const sum = Array.from(body)
    .reverse()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return (10 - (sum % 10)) % 10;
}

/** Characters of an IBAN that name a bank, about. */
const BANK_CHARACTERS = 4;

/** An IBAN of the same country and length whose check digits hold (ISO 13616), at a bank of zeros, which none is. */
export function ibanSurrogate(original: string, draw: Draw): string {
  const bare = original.replace(/[^a-z\d]/giu, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{8,30}$/u.test(bare)) return inShape(original, draw);
  const account = bare.slice(4);
  const bank = account.slice(0, BANK_CHARACTERS).replace(/\d/gu, '0').replace(/[A-Z]/gu, 'X');
  const body = `${bank}${inShape(account.slice(BANK_CHARACTERS), draw)}`;
  const country = bare.slice(0, 2);
  const check = 98 - remainder97(`${body}${country}00`);
  return inPlaceOfAll(original, `${country}${String(check).padStart(2, '0')}${body}`);
}

/** ISO 7064 mod 97-10: letters count as 10 to 35. */
function remainder97(text: string): number {
  const digits = text.replace(/[A-Z]/gu, (letter) => String(letter.charCodeAt(0) - 55));
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}

/** A social security number of area 666, which is never given out (SSA, POMS RM 10201.030). */
export function ssnSurrogate(original: string, draw: Draw): string {
  const length = original.match(/\d/gu)?.length ?? 0;
  if (length !== 9) return inShape(original, draw);
  const serial = `${1 + draw(9)}${drawDigits(5, draw)}`;
  return inPlaceOfDigits(original, `666${serial}`);
}

/** Ranges kept for films and examples: NANPA 555-01XX, Ofcom, ARCEP, Bundesnetzagentur. */
function fictionalPhone(digits: string, draw: Draw): string {
  if (/^(?:44|0)7\d{9}$/u.test(digits)) return `${digits.startsWith('44') ? '44' : '0'}7700900${drawDigits(3, draw)}`;
  if (/^(?:44|0)20\d{8}$/u.test(digits)) return `${digits.startsWith('44') ? '44' : '0'}2079460${drawDigits(3, draw)}`;
  if (/^33[67]\d{8}$/u.test(digits)) return `33639980${drawDigits(3, draw)}`;
  if (/^33\d{9}$/u.test(digits)) return `33199000${drawDigits(3, draw)}`;
  if (/^49\d{9,11}$/u.test(digits)) return `493023125${drawDigits(3, draw)}`;
  const area = pick(['202', '212', '303', '415', '617'], draw);
  const local = `${area}55501${drawDigits(2, draw)}`;
  return digits.length === 11 && digits.startsWith('1') ? `1${local}` : local;
}

export function phoneSurrogate(original: string, draw: Draw): string {
  const digits = original.replace(/\D/gu, '');
  if (digits.length < 7) return inShape(original, draw);
  const number = fictionalPhone(digits, draw);
  if (number.length === digits.length) return inPlaceOfDigits(original, number);
  return number.length === 10 ? `+1 ${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}` : `+${number}`;
}

/** RFC 5737 and RFC 3849: addresses for documentation. */
export function ipSurrogate(original: string, draw: Draw): string {
  if (original.includes(':')) return `2001:db8::${draw(65_536).toString(16)}`;
  return `${pick(['192.0.2', '198.51.100', '203.0.113'], draw)}.${1 + draw(254)}`;
}

/** RFC 9542: 00-00-5E-00-53-00 to -FF are for documentation. */
export function macSurrogate(original: string, draw: Draw): string {
  const last = draw(256).toString(16).padStart(2, '0').toUpperCase();
  return inPlaceOfAll(original, `00005E0053${last}`);
}

/** Prefixes no post office uses: US 000, and ZZ99 of the United Kingdom; other shapes at random. */
export function postcodeSurrogate(original: string, draw: Draw): string {
  if (/^\d{5}(?:-\d{4})?$/u.test(original)) return `000${inShape(original.slice(3), draw)}`;
  if (/^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/iu.test(original)) return `ZZ99 ${draw(10)}${inShape('ZZ', draw)}`;
  return inShape(original, draw);
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** A day that exists in every month and order, written as the original is. */
export function dateSurrogate(original: string, draw: Draw): string {
  return original
    .replace(/\d{4}/gu, () => String(1_930 + draw(75)))
    .replace(/(?<!\d)\d{1,2}(?!\d)/gu, (number) => String(1 + draw(12)).padStart(number.length, '0'))
    .replace(/\p{L}{3,}/gu, (word) => {
      const known = MONTHS.findIndex((month) => month.startsWith(word.toLowerCase()));
      if (known === -1) return word;
      const month = MONTHS[draw(MONTHS.length)] ?? 'may';
      const cut = MONTHS[known]?.length === word.length ? month : month.slice(0, word.length);
      return /^\p{Lu}/u.test(word) ? cut.charAt(0).toUpperCase() + cut.slice(1) : cut;
    });
}
