import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Norwegian fødselsnummer and D-number: birth date, serial, two check digits modulo 11. */
export const noBirthNumber = createIdentifierDetector({
  id: 'no-birth-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[0-7]\d[01]\d{3} ?\d{5}(?![\p{L}\d])/gu,
  label: /(?:fødselsnummer|fodselsnummer|personnummer|national identity)/i,
  isValid: (value) => validator.isIdentityCard(value, 'NO'),
  checksumSuffices: true,
});
