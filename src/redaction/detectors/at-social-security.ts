import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

const weights = [3, 7, 9, 0, 5, 8, 4, 2, 1, 6];

/** Austrian social security number: serial, check digit, birth date. */
export const atSocialSecurity = createIdentifierDetector({
  id: 'at-social-security',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-9]\d{3} ?(?:0[1-9]|[12]\d|3[01])[01]\d{3}(?![\p{L}\d])/gu,
  label: /(?:svnr|sv-nummer|sozialversicherung|versicherungsnummer)/i,
  isValid: (value) => weightedSum(value, weights) % 11 === Number(value.charAt(3)),
});
