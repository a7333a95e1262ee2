import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Chinese resident identity card: region, birth date, serial, check character (GB 11643, ISO 7064 MOD 11-2). */
export const cnResidentId = createIdentifierDetector({
  id: 'cn-resident-id',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\p{L}\d])/giu,
  label: /(?:身份证|身份證|resident id|id card)/iu,
  isValid: hasCheckCharacter,
  checksumSuffices: true,
});

function hasCheckCharacter(value: string): boolean {
  return '10X98765432'.charAt(weightedSum(value, weights) % 11) === value.slice(-1).toUpperCase();
}
