import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Bulgarian EGN: birth date with the century in the month, serial, check digit modulo 11. */
export const bgEgn = createIdentifierDetector({
  id: 'bg-egn',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}[0-5]\d[0-3]\d{5}(?![\p{L}\d])/gu,
  label: /(?:\begn\b|егн)/iu,
  isValid: (value) => validator.isTaxID(value, 'bg-BG'),
});
