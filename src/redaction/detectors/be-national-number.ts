import { isShortDate, remainderOf } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Belgian national number: birth date, serial and 97 minus the rest; births from 2000 count with a leading 2. */
export const beNationalNumber = createIdentifierDetector({
  id: 'be-national-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])\d{2}\.?\d{2}\.?\d{2}[ -]?\d{3}[ .]?\d{2}(?![\p{L}\d])/gu,
  label: /(?:rijksregister|registre national|national number|\bnn\b|\binsz\b|\bniss\b)/i,
  isValid: (value) => {
    if (!isShortDate(Number(value.slice(2, 4)), Number(value.slice(4, 6)))) return false;
    const key = Number(value.slice(9));
    return ['', '2'].some((century) => 97 - remainderOf(century + value.slice(0, 9), 97) === key);
  },
  checksumSuffices: true,
});
