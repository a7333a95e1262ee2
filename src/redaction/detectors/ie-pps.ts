import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Irish PPS number: seven digits and a check letter modulo 23. */
export const iePps = createIdentifierDetector({
  id: 'ie-pps',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{7} ?[A-W][A-IW]?(?![\p{L}\d])/giu,
  label: /(?:\bppsn?\b|personal public service)/i,
  isValid: (value) => validator.isTaxID(value.toUpperCase(), 'en-IE'),
  checksumSuffices: true,
});
