import { createIdentifierDetector } from '../identifier-detector.ts';

/** US employer identification number, where the words before name it. */
export const usEmployerId = createIdentifierDetector({
  id: 'us-employer-id',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{2}-\d{7}(?![\p{L}\d])/gu,
  label: /\b(?:ein|fein|employer id|tax id)/i,
});
