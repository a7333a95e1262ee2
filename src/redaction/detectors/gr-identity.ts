import validator from 'validator';
import { passesLuhn } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Greek AMKA (birth date, Luhn) and AFM (nine digits modulo 11); the words before must name them. */
export const grIdentity = createIdentifierDetector({
  id: 'gr-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:\d{11}|\d{9})(?![\p{L}\d])/gu,
  label: /(?:αμκα|αφμ|\bamka\b|\bafm\b)/iu,
  isValid: (value) => (value.length === 11 ? passesLuhn(value) : validator.isTaxID(value, 'el-GR')),
});
