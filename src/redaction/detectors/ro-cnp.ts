import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Romanian CNP: sex and century, birth date, county, serial, check digit modulo 11. */
export const roCnp = createIdentifierDetector({
  id: 'ro-cnp',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[1-9]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{6}(?![\p{L}\d])/gu,
  label: /(?:\bcnp\b|cod(?:ul)? numeric)/i,
  isValid: (value) => validator.isTaxID(value, 'ro-RO'),
  checksumSuffices: true,
});
