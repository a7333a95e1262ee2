import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

const label = /\b(?:aadh?aa?r|uidai|uid)\b/i;
const isAadhaar = (value: string): boolean => validator.isIdentityCard(value, 'IN');

/** Indian Aadhaar in its printed grouping of four, proved by Verhoeff. */
export const inAadhaar = createIdentifierDetector({
  id: 'in-aadhaar',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d]|\d[ -])[2-9]\d{3}([ -])\d{4}\1\d{4}(?![\p{L}\d]|[ -]\d)/gu,
  label,
  isValid: isAadhaar,
  checksumSuffices: true,
});

/** The same without grouping: one random number in ten passes, so the words before must name it. */
export const ungroupedInAadhaar = createIdentifierDetector({
  id: 'in-aadhaar-ungrouped',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])[2-9]\d{11}(?![\p{L}\d])/gu,
  label,
  isValid: isAadhaar,
});
