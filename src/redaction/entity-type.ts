/**
 * Kinds of personal data, as the contract names them; a placeholder is its kind and a number: `[IBAN_1]`. NRP is
 * nationality, religion or politics; TITLE is what somebody works as.
 */
const entityTypes = [
  'CARD',
  'IBAN',
  'EMAIL',
  'PHONE',
  'SSN',
  'NATIONAL_ID',
  'ACCOUNT',
  'SORT_CODE',
  'IP',
  'MAC',
  'URL',
  'SECRET',
  'DATE_OF_BIRTH',
  'NAME',
  'ADDRESS',
  'POSTCODE',
  'PASSPORT',
  'HEALTH_ID',
  'WALLET',
  'VEHICLE',
  'USERNAME',
  'REFERENCE',
  'DATE',
  'AGE',
  'DOMAIN',
  'PLACE',
  'ORGANIZATION',
  'NRP',
  'TITLE',
] as const;

export type EntityType = (typeof entityTypes)[number];

/** True when `value` is a kind this module masks. */
export function isEntityType(value: string): value is EntityType {
  const names: readonly string[] = entityTypes;
  return names.includes(value);
}
