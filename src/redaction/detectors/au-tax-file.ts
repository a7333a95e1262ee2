import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Australian tax file number: eight or nine digits modulo 11, where the words before name it. */
export const auTaxFile = createIdentifierDetector({
  id: 'au-tax-file',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{3} ?\d{3} ?\d{2,3}(?![\p{L}\d])/gu,
  label: /\b(?:tfn|tax file)\b/i,
  isValid: (value) => weightedSum(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
});
