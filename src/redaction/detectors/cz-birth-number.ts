import { remainderOf } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Czech and Slovak rodné číslo: birth date (women: month + 50), serial, the whole divisible by eleven. */
export const czBirthNumber = createIdentifierDetector({
  id: 'cz-birth-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}[0-8]\d[0-3]\d\/\d{3,4}(?![\p{L}\d])/gu,
  label: /(?:rodn[ée] č[ií]slo|rodne cislo|birth number)/i,
  isValid: (value) => value.length === 10 && remainderOf(value, 11) === 0,
  checksumSuffices: true,
});
