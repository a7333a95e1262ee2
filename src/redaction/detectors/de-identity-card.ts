import { createIdentifierDetector } from '../identifier-detector.ts';

const weights = [7, 3, 1];

/** German identity card (Personalausweis): nine characters and a check digit (ICAO 9303, weights 7-3-1). */
export const deIdentityCard = createIdentifierDetector({
  id: 'de-identity-card',
  type: 'NATIONAL_ID',
  shape: /(?<![\p{L}\d])[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\d?(?![\p{L}\d])/giu,
  label: /(?:personalausweis|ausweisnummer|ausweis|\bid card|identity card)/i,
  isValid: hasCheckDigit,
});

function hasCheckDigit(value: string): boolean {
  if (value.length !== 10) return false;
  const sum = Array.from(value.slice(0, 9), (character, place) => {
    return Number.parseInt(character, 36) * (weights[place % 3] ?? 0);
  }).reduce((total, part) => total + part, 0);
  return sum % 10 === Number(value.charAt(9));
}
