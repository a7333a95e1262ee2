import type { KnownValue } from './placeholder-book.ts';

const placeholder = /\[[A-Z_]{1,24}_\d{1,9}\]/g;

/**
 * Puts values back for the customer who wrote them. Only exact placeholders in `known` are replaced, in one pass: a
 * value that itself reads like a placeholder stays what it is.
 */
export function restorePlaceholders(text: string, known: readonly KnownValue[]): string {
  const values = new Map(known.map((entry) => [entry.placeholder, entry.value]));
  return text.replace(placeholder, (found) => values.get(found) ?? found);
}
