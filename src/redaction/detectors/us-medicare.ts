import { createIdentifierDetector } from '../identifier-detector.ts';

/** US Medicare beneficiary identifier: eleven places, letters without S, L, O, I, B and Z (CMS). */
export const usMedicare = createIdentifierDetector({
  id: 'us-medicare',
  type: 'HEALTH_ID',
  shape:
    /(?<![\p{L}\d-])[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\p{L}\d])/giu,
  label: /\b(?:medicare|mbi|beneficiary)\b/i,
  shapeScore: 0.8,
});
