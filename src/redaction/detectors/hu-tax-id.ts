import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Hungarian tax id: 8, days since 1867, serial, check digit modulo 11. */
export const huTaxId = createIdentifierDetector({
  id: 'hu-tax-id',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])8\d{9}(?![\p{L}\d])/gu,
  label: /(?:adóazonosító|adoazonosito|adószám|tax id)/i,
  isValid: (value) => validator.isTaxID(value, 'hu-HU'),
});
