import { createIdentifierDetector } from '../identifier-detector.ts';

/** Chilean RUT in its printed grouping: a check character modulo 11. */
export const clRut = createIdentifierDetector({
  id: 'cl-rut',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])\d{1,2}\.\d{3}\.\d{3}-[\dK](?![\p{L}\d])/giu,
  label: /\b(?:rut|run)\b/i,
  isValid: hasCheckCharacter,
  checksumSuffices: true,
});

function hasCheckCharacter(value: string): boolean {
  const digits = Array.from(value.slice(0, -1)).toReversed();
  const sum = digits.reduce((total, digit, place) => total + Number(digit) * ((place % 6) + 2), 0);
  return '0K987654321'.charAt(sum % 11) === value.slice(-1).toUpperCase();
}
