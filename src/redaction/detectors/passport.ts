import { createIdentifierDetector } from '../identifier-detector.ts';

/** Passport numbers: seven to nine characters with digits, where the words before name one. */
export const passport = createIdentifierDetector({
  id: 'passport',
  type: 'PASSPORT',
  shape: /(?<![\p{L}\d-])(?=(?:[A-Z]{0,8}\d){3})[A-Z0-9]{6,9}(?![\p{L}\d])/giu,
  label: /(?:passport|reisepass|passeport|pasaporte|passaporto|paspoort)/i,
});
