import { passesLuhn } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** South African ID: birth date, serial, citizenship, 8 or 9, Luhn. */
export const zaId = createIdentifierDetector({
  id: 'za-id',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{4} ?[012][89]\d(?![\p{L}\d])/gu,
  label: /(?:\b(?:sa|rsa|south african) id|\bid (?:number|no)\b|identity number)/i,
  isValid: passesLuhn,
  checksumSuffices: true,
});
