import { canonicalValue } from './canonical-value.ts';
import { defaultCountry } from './default-country.ts';
import { isEntityType } from './entity-type.ts';

/**
 * The reference a value is filed under, however it was typed: an address has one spelling, an identifier of a message no
 * signs in between. A reference that a system gave stays as it is: `A-1` and `a1` may be two customers.
 */
export function plainReference(value: string, type = 'CUSTOMER'): string {
  const text = value.trim();
  if (type === 'EMAIL' || text.includes('@')) return canonicalValue('EMAIL', text, defaultCountry);
  return type !== 'CUSTOMER' && isEntityType(type) ? canonicalValue(type, text, defaultCountry) : text;
}
