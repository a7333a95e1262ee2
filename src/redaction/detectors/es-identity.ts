import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Spanish DNI and NIE: the last letter is the number modulo 23. */
export const esIdentity = createIdentifierDetector({
  id: 'es-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:\d{2}\.?\d{3}\.?\d{3}|[XYZ][ -]?\d{7})[ -]?[A-HJ-NP-TV-Z](?![\p{L}\d])/giu,
  label: /\b(?:dni|nie|nif|documento)\b/i,
  isValid: (value) => validator.isIdentityCard(value.toUpperCase(), 'ES'),
  checksumSuffices: true,
});
