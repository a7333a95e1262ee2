import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Polish PESEL: birth date with the century in the month, serial, check digit. */
export const plPesel = createIdentifierDetector({
  id: 'pl-pesel',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])\d{5}(?![\p{L}\d])/gu,
  label: /\bpesel\b/i,
  isValid: (value) => validator.isTaxID(value, 'pl-PL'),
  checksumSuffices: true,
});
