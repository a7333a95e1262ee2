import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { EntityType } from './entity-type.ts';
import { toReadableText } from './readable-text.ts';

/** `Mr. Patel` is `Patel`. */
const titles =
  /^(?:mr|mrs|ms|mx|miss|dr|prof|sir|lady|dame|rev|herrn?|frau|mme|monsieur|madame|señora?|signora?|dhr|mevr|sra?|sig|don|doña)\b\.?\s{1,2}/;

/**
 * The form in which two spellings of one value are equal: `4111 1111…` and `4111-1111…`, `John@X.com` and
 * `john at x dot com`, `+44 20 7946 0000` and `020 7946 0000`.
 */
export function canonicalValue(type: EntityType, typed: string, country: CountryCode): string {
  const value = toReadableText(typed).text.trim();
  switch (type) {
    case 'SECRET':
    case 'URL':
      return value;
    case 'EMAIL':
      return canonicalEmail(value);
    case 'PHONE':
      return parsePhoneNumberFromString(value, country)?.number ?? value.replace(/\D/g, '');
    case 'NAME':
      return value
        .toLowerCase()
        .replace(titles, '')
        .replace(/[\s,]+/g, ' ');
    case 'ADDRESS':
    case 'DATE_OF_BIRTH':
    case 'IP':
      return value.toLowerCase().replace(/[\s,]+/g, ' ');
    default:
      return value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  }
}

function canonicalEmail(value: string): string {
  return value
    .toLowerCase()
    .replace(/\s?[([{]\s?at\s?[)\]}]\s?|\s(?:at|@)\s/g, '@')
    .replace(/\s?[([{]\s?dot\s?[)\]}]\s?|\s(?:dot)\s/g, '.')
    .replace(/\s/g, '')
    .replace(/[.,]{1,2}/g, '.');
}
