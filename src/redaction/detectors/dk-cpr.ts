import { createIdentifierDetector } from '../identifier-detector.ts';

/** Danish CPR number: birth date and four digits; numbers given out since 2007 have no check digit. */
export const dkCpr = createIdentifierDetector({
  id: 'dk-cpr',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{4}(?![\p{L}\d])/gu,
  label: /(?:\bcpr\b|personnummer|personal number)/i,
  shapeScore: 0.6,
});
