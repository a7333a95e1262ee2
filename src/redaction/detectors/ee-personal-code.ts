import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Estonian and Lithuanian personal code: century and sex, birth date, serial, check digit modulo 11. */
export const eePersonalCode = createIdentifierDetector({
  id: 'ee-personal-code',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-6]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}(?![\p{L}\d])/gu,
  label: /(?:isikukood|asmens kodas|personal code)/i,
  isValid: (value) => validator.isTaxID(value, 'et-EE'),
});
