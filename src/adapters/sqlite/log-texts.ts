import { SALT_BYTES } from '../../audit/commitment.ts';
import type { LogEntry } from '../../audit/entry-format.ts';
import type { EntryText } from '../../audit/entry-texts.ts';
import { PrivacyError } from '../../privacy/privacy-error.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import { type BoxPlace, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { createSubjectLookup } from './subject-lookup.ts';

/** Texts the log holds commitments of, beside it and under the keys of their subjects. */
export interface LogTexts {
  /** Called in the transaction that appends the entry. @throws {StoreError} */
  store(index: number, entry: LogEntry, texts: readonly EntryText[]): void;
  /** The texts of an entry by field, as far as their key is there; of a box that was changed, nothing that was committed to. */
  find(index: number): ReadonlyMap<string, EntryText>;
}

interface TextRow {
  readonly field: string;
  readonly subject: string;
  readonly box: Buffer;
}

export function createLogTexts(database: SqliteDatabase, keys: SubjectKeys): LogTexts {
  const boxes = createFieldBoxes(keys);
  const subjects = createSubjectLookup(database);
  const insert = database.prepare('INSERT INTO log_texts (idx, field, subject, box) VALUES (?, ?, ?, ?)');
  const select = database.prepare<[number], TextRow>('SELECT field, subject, box FROM log_texts WHERE idx = ?');
  return {
    store: function storeTexts(index, entry, texts) {
      if (texts.length === 0) return;
      const subject = subjects.ofEntry(entry);
      for (const { field, salt, text } of texts) {
        const bytes = Buffer.concat([salt, Buffer.from(text, 'utf8')]);
        insert.run(index, field, subject, boxes.close(placeOf(index, field, subject), bytes));
      }
    },
    find: function findTexts(index) {
      const found = select.all(index).flatMap(({ field, subject, box }): [string, EntryText][] => {
        const bytes = openOrNothing(boxes, placeOf(index, field, subject), box);
        if (bytes === undefined) return [];
        const text = bytes.subarray(SALT_BYTES).toString('utf8');
        return [[field, { field, salt: bytes.subarray(0, SALT_BYTES), text }]];
      });
      return new Map(found);
    },
  };
}

/** One box somebody changed must not keep the rest of the log from being read: empty, it fails against its commitment. */
function openOrNothing(boxes: FieldBoxes, place: BoxPlace, box: Buffer): Buffer | undefined {
  try {
    return boxes.open(place, box);
  } catch (error) {
    if (error instanceof PrivacyError && error.code === 'box-damaged') return Buffer.alloc(0);
    throw error;
  }
}

function placeOf(index: number, field: string, subject: string): BoxPlace {
  return { subject, field: 'log_texts.box', row: [index, field] };
}
