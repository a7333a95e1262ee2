import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Dutch BSN: nine digits; one random number in eleven passes its check, so the words before must name it. */
export const nlCitizenNumber = createIdentifierDetector({
  id: 'nl-citizen-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])\d{3}[ .]?\d{3}[ .]?\d{3}(?![\p{L}\d])|(?<![\p{L}\d])\d{4}\.\d{2}\.\d{3}(?![\p{L}\d])/gu,
  label: /(?:\bbsn\b|burgerservicenummer|sofi)/i,
  isValid: (value) => validator.isTaxID(value, 'nl-NL'),
});
