import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Turkish TC kimlik numarası: eleven digits, the last two computed from those before. */
export const trTckn = createIdentifierDetector({
  id: 'tr-tckn',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-9]\d{10}(?![\p{L}\d])/gu,
  label: /(?:kimlik|\btckn\b|\btc (?:no|number)\b)/i,
  isValid: hasCheckDigits,
});

function hasCheckDigits(value: string): boolean {
  const tenth = weightedSum(value, [7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10; // Nine is minus one modulo ten.
  const eleventh = weightedSum(value, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10;
  return tenth === Number(value.charAt(9)) && eleventh === Number(value.charAt(10));
}
