import type { CountryCode } from 'libphonenumber-js/max';
import { canonicalValue } from './canonical-value.ts';
import { defaultCountry } from './default-country.ts';
import { type EntityType, isEntityType } from './entity-type.ts';

/** A value of one conversation and the placeholder that stands for it. */
export interface KnownValue {
  readonly placeholder: string;
  readonly type: string;
  /** As the customer typed it the first time. */
  readonly value: string;
}

/** The placeholders of one conversation: the same value always gets the same one, and numbers are never used twice. */
export interface PlaceholderBook {
  placeholderFor(type: EntityType, value: string): string;
  /** Everything known, in the order it became known. */
  values(): readonly KnownValue[];
  /** Values that became known through this book and are not stored yet. */
  added(): readonly KnownValue[];
}

const placeholderShape = /^\[([A-Z_]{1,24})_(\d{1,9})\]$/;

/** Continues the placeholders of a conversation from its stored values. */
export function createPlaceholderBook(
  known: readonly KnownValue[],
  country: CountryCode = defaultCountry,
): PlaceholderBook {
  const byValue = new Map<string, string>();
  const counters = new Map<string, number>();
  const values = [...known];

  for (const { placeholder, type, value } of known) {
    const [, prefix = '', number = '0'] = placeholderShape.exec(placeholder) ?? [];
    counters.set(prefix, Math.max(counters.get(prefix) ?? 0, Number(number)));
    if (isEntityType(type)) byValue.set(keyOf(type, value), placeholder);
  }

  function keyOf(type: EntityType, value: string): string {
    return `${type}\n${canonicalValue(type, value, country)}`;
  }

  function placeholderFor(type: EntityType, value: string): string {
    const key = keyOf(type, value);
    const existing = byValue.get(key);
    if (existing !== undefined) return existing;
    const number = (counters.get(type) ?? 0) + 1;
    const placeholder = `[${type}_${number}]`;
    counters.set(type, number);
    byValue.set(key, placeholder);
    values.push({ placeholder, type, value });
    return placeholder;
  }

  return { placeholderFor, values: () => values, added: () => values.slice(known.length) };
}
