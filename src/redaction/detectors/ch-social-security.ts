import { weightedSum } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

const ean13 = [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1];

/** Swiss AHV/AVS number: 756 and a GTIN-13 check digit. */
export const chSocialSecurity = createIdentifierDetector({
  id: 'ch-social-security',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])756[ .]?\d{4}[ .]?\d{4}[ .]?\d{2}(?![\p{L}\d])/gu,
  label: /\b(?:ahv|avs|navs13|oasi)\b/i,
  isValid: (value) => weightedSum(value, ean13) % 10 === 0,
  checksumSuffices: true,
});
