import { createIdentifierDetector } from '../identifier-detector.ts';

/** Indian permanent account number; the fourth letter is the kind of holder, P a person. */
export const inPan = createIdentifierDetector({
  id: 'in-pan',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?![\p{L}\d])/giu,
  label: /\bpan\b/i,
  shapeScore: 0.6,
});
