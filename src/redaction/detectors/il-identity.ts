import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Israeli teudat zehut: nine digits, a check digit like Luhn from the left; the words before must name it. */
export const ilIdentity = createIdentifierDetector({
  id: 'il-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{9}(?![\p{L}\d])/gu,
  label: /(?:teudat zehut|תעודת זהות|israeli id|\btz\b)/iu,
  isValid: (value) => validator.isIdentityCard(value, 'he-IL'),
});
