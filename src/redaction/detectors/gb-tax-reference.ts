import { createIdentifierDetector } from '../identifier-detector.ts';

/** British unique taxpayer reference: ten digits, where the words before name it. */
export const gbTaxReference = createIdentifierDetector({
  id: 'gb-tax-reference',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{5} ?\d{5}K?(?![\p{L}\d])/gu,
  label: /\b(?:utr|unique taxpayer|tax reference)\b/i,
});
