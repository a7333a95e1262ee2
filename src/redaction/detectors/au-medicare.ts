import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Australian Medicare card: eight digits, check digit modulo 10, issue, and the person on the card. */
export const auMedicare = createIdentifierDetector({
  id: 'au-medicare',
  type: 'HEALTH_ID',
  shape: /(?<![\p{L}\d-])[2-6]\d{3} ?\d{5} ?\d(?:[ /-]?\d)?(?![\p{L}\d])/gu,
  label: /\bmedicare\b/i,
  isValid: (value) => weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(value.charAt(8)),
});
