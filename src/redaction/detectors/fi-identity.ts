import { createIdentifierDetector } from '../identifier-detector.ts';

const characters = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Finnish henkilötunnus: birth date, century sign, serial, and a check character modulo 31. */
export const fiIdentity = createIdentifierDetector({
  id: 'fi-identity',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y](?![\p{L}\d])/giu,
  label: /(?:henkilötunnus|\bhetu\b|personal (?:identity|id))/i,
  isValid: hasCheckCharacter,
  checksumSuffices: true,
});

function hasCheckCharacter(value: string): boolean {
  const number = Number(value.slice(0, 6) + value.slice(-4, -1));
  return characters.charAt(number % 31) === value.slice(-1).toUpperCase();
}
