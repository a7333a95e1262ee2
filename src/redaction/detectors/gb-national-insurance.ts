import { createIdentifierDetector } from '../identifier-detector.ts';

/** UK National Insurance numbers; prefixes never given out are left out (HMRC NIM39110). */
export const gbNationalInsurance = createIdentifierDetector({
  id: 'gb-national-insurance',
  type: 'NATIONAL_ID',
  shape:
    /(?<![\p{L}\d])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d\d[ -]?\d\d[ -]?\d\d[ -]?[A-D](?![\p{L}\d])/giu,
  label: /\b(?:nino|ni|national insurance)\b/i,
  shapeScore: 0.8,
});
