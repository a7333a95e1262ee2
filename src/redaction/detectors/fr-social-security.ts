import { remainderOf } from '../check-digits.ts';
import { createIdentifierDetector } from '../identifier-detector.ts';

/** French NIR: sex, year, month, department, commune, order and a key of 97 minus the rest (INSEE). */
export const frSocialSecurity = createIdentifierDetector({
  id: 'fr-social-security',
  type: 'NATIONAL_ID',
  shape:
    /(?<![\p{L}\d])[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3}(?:[ -]?\d\d)?(?![\p{L}\d])/gu,
  label: /(?:sécurité sociale|securite sociale|\bnir\b|numéro de sécu|insee|carte vitale)/i,
  isValid: hasKey,
  checksumSuffices: true,
});

function hasKey(value: string): boolean {
  if (value.length !== 15) return false;
  const body = value.slice(0, 13).toUpperCase();
  const number = body.replace('2A', '19').replace('2B', '18'); // Corsica counts as 19 and 18.
  return 97 - remainderOf(number, 97) === Number(value.slice(13));
}
