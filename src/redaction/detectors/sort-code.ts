import { createIdentifierDetector } from '../identifier-detector.ts';

/** UK and Irish sort codes: three pairs of digits, where the words before name one. */
export const sortCode = createIdentifierDetector({
  id: 'sort-code',
  type: 'SORT_CODE',
  shape: /(?<![\p{L}\d]|\d[-.,/])\d{2}[- ]?\d{2}[- ]?\d{2}(?![\p{L}\d]|[-./]\d)/gu,
  label: /\bsort\s?-?\s?code\b|\bs\/c\b/i,
});
