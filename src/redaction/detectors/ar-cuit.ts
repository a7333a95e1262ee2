import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Argentine CUIT and CUIL: kind, number, check digit modulo 11. */
export const arCuit = createIdentifierDetector({
  id: 'ar-cuit',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:2[0347]|3[034])-?\d{8}-?\d(?![\p{L}\d])/gu,
  label: /\b(?:cuit|cuil)\b/i,
  isValid: (value) => validator.isTaxID(value, 'es-AR'),
  checksumSuffices: true,
});
