import { createIdentifierDetector } from '../identifier-detector.ts';

/** Mexican CURP: name, birth date, sex, state, and a check digit (RENAPO). */
export const mxCurp = createIdentifierDetector({
  id: 'mx-curp',
  type: 'NATIONAL_ID',
  shape:
    /(?<![\p{L}\d-])[A-Z][AEIOUX][A-Z]{2}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[HMX][A-Z]{2}[B-DF-HJ-NP-TV-ZÑ]{3}[A-Z\d]\d(?![\p{L}\d])/giu,
  label: /\bcurp\b/i,
  shapeScore: 0.8,
});
