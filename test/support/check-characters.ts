/** Check characters as their standards compute them, written apart from the detectors that prove them. */

const digitsOf = (text: string): number[] => Array.from(text, Number);

export function sumOf(text: string, weights: readonly number[]): number {
  return digitsOf(text).reduce((sum, digit, place) => sum + digit * (weights[place % weights.length] ?? 0), 0);
}

/** ISO/IEC 7812-1, annex B: the digit that makes the whole number pass. */
export function luhnDigit(body: string): string {
  const sum = digitsOf(body)
    .toReversed()
    .map((digit, place) => (place % 2 === 0 ? digit * 2 : digit))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064 MOD 11,10. */
export function mod1110Digit(body: string): string {
  let product = 10;
  for (const digit of digitsOf(body)) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** ISO 13616: two digits that make the account number a multiple of 97 plus one. */
export function ibanDigits(country: string, account: string): string {
  const numbers = Array.from(`${account}${country}00`, (character) => Number.parseInt(character, 36)).join('');
  return String(98n - (BigInt(numbers) % 97n)).padStart(2, '0');
}

const dihedral = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff (1969). */
export function verhoeffDigit(body: string): string {
  let check = 0;
  for (const [place, digit] of digitsOf(body).toReversed().entries()) {
    let permuted = digit;
    for (let turn = 0; turn <= place; turn += 1) permuted = permutation[permuted] ?? 0;
    check = dihedral[check]?.[permuted] ?? 0;
  }
  return String(dihedral[check]?.indexOf(0) ?? 0);
}

const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Letter of the Italian codice fiscale (DM 12/03/1974). */
export function fiscalLetter(body: string): string {
  const sum = Array.from(body, (character, place) => {
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    return place % 2 === 0 ? (odd[value] ?? 0) : value;
  }).reduce((total, value) => total + value, 0);
  return String.fromCharCode(65 + (sum % 26));
}

/** Digit of the Mexican CURP (RENAPO). */
export function curpDigit(body: string): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';
  const sum = Array.from(body, (character, place) => alphabet.indexOf(character) * (18 - place));
  return String((10 - (sum.reduce((total, value) => total + value, 0) % 10)) % 10);
}
