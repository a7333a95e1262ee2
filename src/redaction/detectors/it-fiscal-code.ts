import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Italian codice fiscale: sixteen characters with birth date, place and check letter (DM 12/03/1974). */
export const itFiscalCode = createIdentifierDetector({
  id: 'it-fiscal-code',
  type: 'NATIONAL_ID',
  shape:
    /(?<![\p{L}\d])[A-Z]{3} ?[A-Z]{3} ?[0-9L-NP-V]{2}[A-EHLMPRST][0-9L-NP-V]{2} ?[A-Z][0-9L-NP-V]{3} ?[A-Z](?![\p{L}\d])/giu,
  label: /(?:codice fiscale|cod\.? fisc|\bc\.?f\.?\b)/i,
  isValid: (value) => validator.isTaxID(value.toUpperCase(), 'it-IT'),
  checksumSuffices: true,
});
