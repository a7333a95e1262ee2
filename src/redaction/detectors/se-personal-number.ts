import { isShortDate, passesLuhn } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** Swedish personnummer and samordningsnummer (day + 60): birth date, serial, Luhn over the last ten digits. */
export const sePersonalNumber = createIdentifierDetector({
  id: 'se-personal-number',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:19|20)?\d{2}[01]\d[0-9]\d[-+]\d{4}(?![\p{L}\d])/gu,
  label: /(?:personnummer|personal number|personnr|\bpnr\b|samordningsnummer)/i,
  isValid: isPersonalNumber,
  checksumSuffices: true,
});

/** The same without the dash, where the words before name it. */
export const undashedSePersonalNumber = createIdentifierDetector({
  id: 'se-personal-number-undashed',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d-])(?:19|20)?\d{10}(?![\p{L}\d])/gu,
  label: /(?:personnummer|personal number|personnr|\bpnr\b|samordningsnummer)/i,
  isValid: isPersonalNumber,
});

function isPersonalNumber(value: string): boolean {
  const digits = value.replace(/\D/g, '').slice(-10);
  const day = Number(digits.slice(4, 6));
  return isShortDate(Number(digits.slice(2, 4)), day > 60 ? day - 60 : day) && passesLuhn(digits);
}
