import validator from 'validator';
import { createIdentifierDetector } from '../identifier-detector.ts';

const label = /\bcpf\b/i;
const isCpf = (value: string): boolean => validator.isTaxID(value, 'pt-BR');

/** Brazilian CPF in its printed grouping, two check digits. */
export const brCpf = createIdentifierDetector({
  id: 'br-cpf',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\p{L}\d])/gu,
  label,
  isValid: isCpf,
  checksumSuffices: true,
});

/** The same without grouping, where the words before name it. */
export const ungroupedBrCpf = createIdentifierDetector({
  id: 'br-cpf-ungrouped',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{11}(?![\p{L}\d])/gu,
  label,
  isValid: isCpf,
});
