import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** German Steuer-ID: eleven digits, ISO 7064 MOD 11,10. */
export const deTaxId = createIdentifierDetector({
  id: 'de-tax-id',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])[1-9]\d[ ./-]?\d{3}[ ./-]?\d{3}[ ./-]?\d{3}(?![\p{L}\d])/gu,
  label: /(?:steuer|identifikationsnummer|\bidnr|\bst-?id|tax id|\btin\b)/i,
  isValid: (value) => validator.isTaxID(value, 'de-DE'),
});
