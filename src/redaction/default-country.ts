import { type CountryCode, isSupportedCountry } from 'libphonenumber-js/max';

/** Numbering plan of telephone numbers without a country code when the operator names none. */
export const defaultCountry: CountryCode = 'US';

/** A country an operator named (ISO 3166-1 alpha-2), else the default: its numbers are then found by their country code. */
export function toCountry(code: string): CountryCode {
  return isSupportedCountry(code) ? code : defaultCountry;
}
