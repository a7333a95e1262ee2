import type { CountryCode } from 'libphonenumber-js/max';

/** Numbering plan of telephone numbers without a country code when the operator names none. */
export const defaultCountry: CountryCode = 'US';
