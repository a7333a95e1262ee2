import { createIdentifierDetector } from '../identifier-detector.ts';

/** US individual taxpayer number: nine, and a group between 50 and 99 (IRS). */
export const usItin = createIdentifierDetector({
  id: 'us-itin',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d]|\d[-.])9\d{2}-(?:5\d|6[0-5]|[78]\d|9[0-24-9])-\d{4}(?![\p{L}\d]|-\d)/gu,
  label: /\b(?:itin|taxpayer id)/i,
  shapeScore: 0.8,
});
