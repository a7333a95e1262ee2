import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Hong Kong identity card: letters, six digits, a check character in parentheses. */
export const hkIdentity = createIdentifierDetector({
  id: 'hk-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[A-Z]{1,2}\d{6}\([\dA]\)(?![\p{L}\d])/giu,
  label: /(?:\bhkid\b|identity card|身份證)/iu,
  isValid: (value) => validator.isIdentityCard(value.toUpperCase(), 'zh-HK'),
  checksumSuffices: true,
});
