import { passesLuhn } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Canadian social insurance number: nine digits, Luhn; the words before must name it. */
export const caSin = createIdentifierDetector({
  id: 'ca-sin',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{3}[ -]?\d{3}[ -]?\d{3}(?![\p{L}\d])/gu,
  label: /(?:\bsin\b|social insurance|\bnas\b)/i,
  isValid: passesLuhn,
});
