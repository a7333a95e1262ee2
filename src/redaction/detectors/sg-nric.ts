import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Check letters and the sum to begin with, by first letter. */
const series: Readonly<Record<string, readonly [string, number]>> = {
  S: ['JZIHGFEDCBA', 0],
  T: ['JZIHGFEDCBA', 4],
  F: ['XWUTRQPNMLK', 0],
  G: ['XWUTRQPNMLK', 4],
  M: ['XWUTRQPNJLK', 3],
};

/** Singapore NRIC and FIN: a letter, seven digits, a check letter. */
export const sgNric = createIdentifierDetector({
  id: 'sg-nric',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[STFGM]\d{7}[A-Z](?![\p{L}\d])/giu,
  label: /\b(?:nric|fin)\b/i,
  isValid: hasCheckLetter,
  checksumSuffices: true,
});

function hasCheckLetter(typed: string): boolean {
  const value = typed.toUpperCase();
  const [letters, start] = series[value.charAt(0)] ?? ['', 0];
  const rest = (weightedSum(value.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + start) % 11;
  return letters.charAt(value.startsWith('M') ? 10 - rest : rest) === value.charAt(8);
}
