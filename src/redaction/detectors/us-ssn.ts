import { afterLabelOrNothing } from '../glued-label.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Never-issued areas (000, 666, 900-999), groups (00) and serials (0000) are left out (SSA, 20 CFR 422). */
const issued = String.raw`(?!000|666|9\d\d)\d{3}-(?!00)\d\d-(?!0000)\d{4}`;
const label = /\b(?:ss\s?n|ss#|social(?:\s?security)?(?:\s?(?:number|no))?)(?![a-z])|\p{L}ssn\b/iu;

/** US social security numbers by their own grouping. */
export const usSsn = createIdentifierDetector({
  id: 'us-ssn',
  type: 'SSN',
  shape: new RegExp(
    String.raw`(?=\d)${afterLabelOrNothing('ssn?|social|security')}(?<!\d[-.])${issued}(?![\p{L}\d]|-\d)`,
    'giu',
  ),
  label,
  shapeScore: 0.8,
});

/** What follows the words "social security": the whole number in any grouping, or its last digits. */
export const labelledUsSsn = createIdentifierDetector({
  id: 'us-ssn-labelled',
  type: 'SSN',
  shape:
    /(?=\d)(?:(?<![\p{L}\d.,-])|(?<=(?<![\p{L}\d])(?:my)?ssn))(?:\d{3}[- .]?\d{2}[- .]?\d{4}|\d{3,5})(?![\p{L}\d]|[-.,]\d)/giu,
  label,
  labelAfter: /^ (?:is|are|was) (?:the|my)(?: last)? (?:ssn|social)\b/i,
});
