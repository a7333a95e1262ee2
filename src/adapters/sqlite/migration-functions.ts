import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { openBytes } from '../../privacy/value-box.ts';
import { boxedFields, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import { StoreError } from './store-error.ts';

const subjectName = z.string();
const fieldName = z.enum(boxedFields);
const rowKey = z.array(z.union([z.string(), z.number()]));
const text = z.string().nullable();
const bytes = z.instanceof(Buffer);
/** What stands where a key was destroyed before its texts were boxed. */
const nothing = Buffer.alloc(0);

/**
 * Gives migrations the keys: `box (subject, field, text, row …)` closes a text that stood in clear, `rebox` what stood in a
 * vault box under the data key itself. No schema may call them, and a store without rows of the kind never does.
 */
export function registerMigrationFunctions(database: Database, keys: SubjectKeys | undefined): void {
  const boxes = keys && createFieldBoxes(keys);
  const options = { varargs: true, directOnly: true };
  database.function('box', options, (...values: unknown[]) => box(getBoxes(boxes), keys, values));
  database.function('rebox', options, (...values: unknown[]) => rebox(getBoxes(boxes), keys, values));
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

function placeOf([subject, field, , ...row]: readonly unknown[]) {
  return { subject: subjectName.parse(subject), field: fieldName.parse(field), row: rowKey.parse(row) };
}

/** The place a vault box was bound to while it stood under the data key itself. */
function vaultPlaceOf([conversation, placeholder]: readonly (string | number)[]): string {
  return `vault/${conversation}/${placeholder}`;
}
