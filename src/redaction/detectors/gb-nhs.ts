import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** British NHS number: ten digits modulo 11; a telephone number looks alike, so the words before must name it. */
export const gbNhs = createIdentifierDetector({
  id: 'gb-nhs',
  type: 'HEALTH_ID',
  shape: /(?<![\p{L}\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\p{L}\d])/gu,
  label: /\b(?:nhs|health service)\b/i,
  isValid: (value) => remainderSum(value) === 0,
});

function remainderSum(value: string): number {
  return weightedSum(value, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
}
