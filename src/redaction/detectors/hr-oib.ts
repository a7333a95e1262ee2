import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Croatian OIB: eleven digits, ISO 7064 MOD 11,10; the words before must name it. */
export const hrOib = createIdentifierDetector({
  id: 'hr-oib',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{11}(?![\p{L}\d])/gu,
  label: /\boib\b/i,
  isValid: (value) => validator.isTaxID(value, 'hr-HR'),
});
