import canonicalize from 'canonicalize';
import { AuditError } from './audit-error.ts';

/**
 * Canonical JSON (RFC 8785).
 *
 * @throws {AuditError} `entry-invalid` for what JSON cannot hold, such as half a surrogate pair
 */
export function toCanonicalJson(value: unknown): string {
  try {
    const text = canonicalize(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new AuditError('entry-invalid', 'Cannot write log entry as canonical JSON', { cause });
  }
  throw new AuditError('entry-invalid', 'Cannot write log entry as canonical JSON: value has no JSON form');
}

/**
 * Whether `text`, which was parsed to `value`, is the canonical JSON of it.
 *
 * RFC 8785 takes strings and numbers from `JSON.stringify`, so that decides alone where all keys stand in order: four
 * times as fast, which counts over a million entries.
 *
 * @throws {AuditError} `entry-invalid` for half a surrogate pair
 */
export function isCanonicalJson(text: string, value: unknown): boolean {
  if (!/\\u[dD]/.test(text) && hasSortedKeys(value)) return JSON.stringify(value) === text;
  return toCanonicalJson(value) === text;
}

/** By UTF-16 code units, as `<` compares. Keys that look like array indexes come in an order of their own. */
function hasSortedKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasSortedKeys);
  let before: string | undefined;
  for (const [key, inner] of Object.entries(value)) {
    if ((before !== undefined && key < before) || !hasSortedKeys(inner)) return false;
    before = key;
  }
  return true;
}
