import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { openBytes } from '../../privacy/value-box.ts';
import { plainReference } from '../../redaction/plain-reference.ts';
import { boxedFields, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import { StoreError } from './store-error.ts';

const subjectName = z.string();
const fieldName = z.enum(boxedFields);
const rowKey = z.array(z.union([z.string(), z.number()]));
const text = z.string().nullable();
const bytes = z.instanceof(Buffer);
/** What stands where a key was destroyed before its texts were boxed. */
const nothing = Buffer.alloc(0);

/** Keys, and the pseudonyms that hang on their secret. */
export interface MigrationKeys extends SubjectKeys {
  subjectOf(reference: string): string;
}

/**
 * Gives migrations the keys: `box (subject, field, text, row …)` closes a text that stood in clear, `rebox` what stood in a
 * vault box under the data key itself, and `customer_of (subject, type, box, row …)` tells the pseudonym of a value in the
 * vault. No schema may call them, and a store without rows of the kind never does.
 */
export function registerMigrationFunctions(database: Database, keys: MigrationKeys | undefined): void {
  const boxes = keys && createFieldBoxes(keys);
  const options = { varargs: true, directOnly: true };
  database.function('box', options, (...values: unknown[]) => box(getBoxes(boxes), keys, values));
  database.function('rebox', options, (...values: unknown[]) => rebox(getBoxes(boxes), keys, values));
  database.function('customer_of', options, (...values: unknown[]) => customerOf(getBoxes(boxes), keys, values));
}

function getBoxes(boxes: FieldBoxes | undefined): FieldBoxes {
  if (boxes) return boxes;
  throw new StoreError('key-missing', 'Cannot bring the store up to date: it was opened without its keys');
}

function box(boxes: FieldBoxes, keys: SubjectKeys | undefined, values: readonly unknown[]): Buffer | null {
  const value = text.parse(values[2]);
  const place = placeOf(values);
  if (value === null) return null;
  return keys?.isDestroyed(place.subject) ? nothing : boxes.closeText(place, value);
}

function rebox(boxes: FieldBoxes, keys: SubjectKeys | undefined, values: readonly unknown[]): Buffer {
  const place = placeOf(values);
  const key = keys?.findKey(place.subject);
  if (key === undefined) return nothing;
  return boxes.close(place, openBytes(key, vaultPlaceOf(place.row), bytes.parse(values[2])));
}

/** Null where the key is gone: then nobody can say any more who it was. */
function customerOf(boxes: FieldBoxes, keys: MigrationKeys | undefined, values: readonly unknown[]): string | null {
  const [subject, type, closed, ...row] = values;
  const place = { subject: subjectName.parse(subject), field: 'vault.box', row: rowKey.parse(row) } as const;
  const value = boxes.openText(place, bytes.parse(closed));
  if (value === undefined || keys === undefined) return null;
  return keys.subjectOf(plainReference(value, subjectName.parse(type)));
}

function placeOf([subject, field, , ...row]: readonly unknown[]) {
  return { subject: subjectName.parse(subject), field: fieldName.parse(field), row: rowKey.parse(row) };
}

/** The place a vault box was bound to while it stood under the data key itself. */
function vaultPlaceOf([conversation, placeholder]: readonly (string | number)[]): string {
  return `vault/${conversation}/${placeholder}`;
}
