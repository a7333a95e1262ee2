import { z } from 'zod';
import { toBase64 } from '../../audit/base64.ts';
import type { LogEntry } from '../../audit/entry-format.ts';
import type { EntryText } from '../../audit/entry-texts.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import { PrivacyError } from '../../privacy/privacy-error.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { type BoxPlace, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createSubjectLookup } from './subject-lookup.ts';

/** Texts the log holds commitments of, beside it and under the keys of their subjects. */
export interface LogTexts {
  /** Called in the transaction that appends the entry. @throws {StoreError} */
  store(index: number, entry: LogEntry, texts: readonly EntryText[]): void;
  /** Finds the texts of an entry by field, as far as their key is there; of a box that was changed, none that was committed to. */
  find(index: number): (field: string) => EntryText | undefined;
}

interface TextRow {
  readonly subject: string;
  readonly box: Buffer;
}

const boxSchema = z.record(z.string(), z.strictObject({ salt: z.base64(), text: z.string() }));

export function createLogTexts(database: SqliteDatabase, keys: SubjectKeys): LogTexts {
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const insert = database.prepare('INSERT INTO log_texts (idx, subject, box) VALUES (?, ?, ?)');
  const select = database.prepare<[number], TextRow>('SELECT subject, box FROM log_texts WHERE idx = ?');
  return {
    store: function storeTexts(index, entry, texts) {
      if (texts.length === 0) return;
      const subject = subjects.ofEntry(entry);
      const kept = texts.map(({ field, salt, text }) => [field, { salt: toBase64(salt), text }]);
      insert.run(index, subject, boxes.closeText(placeOf(index, subject), JSON.stringify(Object.fromEntries(kept))));
    },
    find: function findTexts(index) {
      const row = select.get(index);
      const text = row && openOrNothing(boxes, placeOf(index, row.subject), row.box);
      if (text === undefined) return () => undefined;
      // Of a box somebody changed, every text is one that was never committed to.
      if (text === null) return (field) => ({ field, salt: Buffer.alloc(0), text: '' });
      const kept = new Map(Object.entries(boxSchema.parse(parseJson(text))));
      return function findText(field) {
        const one = kept.get(field);
        return one && { field, salt: Buffer.from(one.salt, 'base64'), text: one.text };
      };
    },
  };
}

/** Undefined once the key was destroyed, null where somebody changed the box: one must not keep the log from being read. */
function openOrNothing(boxes: FieldBoxes, place: BoxPlace, box: Buffer): string | null | undefined {
  try {
    return boxes.openText(place, box);
  } catch (error) {
    if (error instanceof PrivacyError && error.code === 'box-damaged') return null;
    throw error;
  }
}

function placeOf(index: number, subject: string): BoxPlace {
  return { subject, field: 'log_texts.box', row: [index] };
}
