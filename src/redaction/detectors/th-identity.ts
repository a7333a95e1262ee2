import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Thai identity number in its printed grouping: thirteen digits modulo 11. */
export const thIdentity = createIdentifierDetector({
  id: 'th-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-8]-\d{4}-\d{5}-\d{2}-\d(?![\p{L}\d])/gu,
  label: /(?:บัตรประชาชน|thai id|id card)/iu,
  isValid: (value) => validator.isIdentityCard(value, 'TH'),
  checksumSuffices: true,
});
