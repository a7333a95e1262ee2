import { createIdentifierDetector } from '../identifier-detector.ts';

const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];

/** German Rentenversicherungsnummer: area, birth date, initial, serial, check digit (VKVV § 4). */
export const deSocialSecurity = createIdentifierDetector({
  id: 'de-social-security',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2} ?(?:0[1-9]|[12]\d|3[01])[01]\d{3} ?[A-Z] ?\d{3}(?![\p{L}\d])/giu,
  label: /(?:rentenversicherung|sozialversicherung|rvnr|\bsv-nummer|versicherungsnummer)/i,
  isValid: hasCheckDigit,
  checksumSuffices: true,
});

function hasCheckDigit(value: string): boolean {
  const letter = String(value.toUpperCase().charCodeAt(8) - 64).padStart(2, '0');
  const digits = `${value.slice(0, 8)}${letter}${value.slice(9, 11)}`;
  const sum = weights
    .map((weight, place) => weight * Number(digits.charAt(place)))
    .reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0);
  return sum % 10 === Number(value.charAt(11));
}
