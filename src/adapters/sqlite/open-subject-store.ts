import { parseJson } from '../../conversation/parse-json.ts';
import { subjectTables } from '../../privacy/data-map.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import type { Erasure, Hold, SubjectRow, SubjectStore } from '../../privacy/subject-store.ts';
import { boxedFields, createFieldBoxes, type FieldBoxes } from './field-boxes.ts';
import type { SqliteDatabase } from './open-database.ts';
import { openPageCleaning } from './page-cleaning.ts';
import { rewriteFile } from './rewrite-file.ts';
import { createSubjectDeletions } from './subject-deletions.ts';
import { whereSubject } from './subject-sql.ts';

type Cell = string | number | Buffer | null;
type Row = Readonly<Record<string, Cell>>;

/** Reads and deletes what the data map says belongs to subjects. */
export function openSubjectStore(
  database: SqliteDatabase,
  keys: SubjectKeys & { rewrite(atAnySize: boolean): Promise<boolean> },
): SubjectStore {
  const conversations = database
    .prepare<[string], string>('SELECT id FROM conversations WHERE subject = ? ORDER BY started_at, id')
    .pluck();
  const old = database
    .prepare<[{ before: string; limit: number }], string>(
      `SELECT id FROM conversations WHERE started_at < :before
         AND subject NOT IN (SELECT subject FROM held_subjects) ORDER BY started_at LIMIT :limit`,
    )
    .pluck();
  const subjectOf = database.prepare<[string], string>('SELECT subject FROM conversations WHERE id = ?').pluck();
  const boxes = createFieldBoxes(keys);
  const cleaning = openPageCleaning(database);
  const reads = subjectTables().map(([table, { owner }]) => ({
    table,
    key: keyColumns(database, table),
    rows: database.prepare<[{ subject: string }], Row>(`SELECT * FROM ${table} WHERE ${whereSubject(owner)}`),
  }));
  // Rows that are found by their conversation cannot be there without it.
  const own = subjectTables().filter(([, use]) => use.owner.subject !== undefined && use.erased !== 'kept');
  const exists = own.map(([table, { owner }]) =>
    database.prepare<[{ subject: string }], Row>(`SELECT 1 FROM ${table} WHERE ${whereSubject(owner)} LIMIT 1`),
  );
  const links = createLinkReads(database);
  // A conversation that was proven to be this subject's is theirs, whatever it is filed under.
  const hasRows = (subject: string): boolean =>
    exists.some((one) => one.get({ subject }) !== undefined) || links.linkedTo([subject]).length > 0;
  return {
    ...createErasureReads(database, boxes),
    ...links,
    ...createSubjectDeletions(database),
    isKnown: (subject) => keys.findKey(subject) !== undefined || hasRows(subject),
    conversationsOf: (subject) => conversations.all(subject),
    rowsOf: (subject) =>
      Object.fromEntries(
        reads.map(({ table, key, rows }) => [
          table,
          rows.all({ subject }).map((row) => toReadable(boxes, { table, key, subject }, row)),
        ]),
      ),
    oldConversations: (before, limit) => old.all({ before: before.toISOString(), limit }),
    withoutRows: (subjects) => subjects.filter((subject) => !hasRows(subject)),
    subjectsOf: (ids) => [...new Set(ids.flatMap((id) => subjectOf.get(id) ?? []))],
    rewrite: async function rewriteFiles({ atAnySize }) {
      const deletions = cleaning.deletions();
      const areKeysClean = await keys.rewrite(atAnySize);
      const isDone = (await rewriteFile(database, atAnySize)) && areKeysClean;
      if (isDone) cleaning.noteCleaned(deletions);
      return isDone;
    },
    isRewriteDue: cleaning.isDue,
  };
}

function createLinkReads(database: SqliteDatabase): Pick<SubjectStore, 'linkedTo' | 'customersOf'> {
  const linked = database
    .prepare<[string], string>('SELECT DISTINCT subject FROM identity_links WHERE customer = ? ORDER BY subject')
    .pluck();
  const customers = database
    .prepare<[string], string>('SELECT DISTINCT customer FROM identity_links WHERE subject = ? ORDER BY customer')
    .pluck();
  return {
    linkedTo: (names) => [...new Set(names.flatMap((name) => linked.all(name)))],
    customersOf: (subject) => customers.all(subject),
  };
}

function createErasureReads(
  database: SqliteDatabase,
  boxes: FieldBoxes,
): Pick<
  SubjectStore,
  | 'holdsOn'
  | 'erasuresUnderWay'
  | 'findErasure'
  | 'findCertificate'
  | 'certificates'
  | 'awaitingRewrite'
  | 'noteRewritten'
> {
  const hold = database.prepare<[{ subject: string }], Row>(
    `SELECT * FROM subject_holds WHERE subject = :subject
       OR subject IN (SELECT customer FROM identity_links WHERE subject = :subject) ORDER BY subject <> :subject, at`,
  );
  const underWay = database.prepare<[], Row>('SELECT * FROM erasures WHERE certificate IS NULL ORDER BY at, id');
  const ofSubject = database.prepare<[string], Row>('SELECT * FROM erasures WHERE subject = ? AND certificate IS NULL');
  const certificate = database
    .prepare<[string], string>(
      'SELECT certificate FROM erasures WHERE subject = ? AND certificate IS NOT NULL ORDER BY at DESC, id DESC LIMIT 1',
    )
    .pluck();
  const certificates = database
    .prepare<[], string>('SELECT certificate FROM erasures WHERE certificate IS NOT NULL ORDER BY at, id')
    .pluck();
  const unwritten = database
    .prepare<[], string>('SELECT id FROM erasures WHERE certificate IS NOT NULL AND rewritten = 0 ORDER BY at, id')
    .pluck();
  const noteRewritten = database.prepare('UPDATE erasures SET rewritten = 1 WHERE id = ?');
  return {
    holdsOn: (subject) => hold.all({ subject }).map((row) => toHold(boxes, row)),
    erasuresUnderWay: () => underWay.all().map(toErasure),
    findErasure: (subject) => {
      const row = ofSubject.get(subject);
      return row && toErasure(row);
    },
    findCertificate: (subject) => certificate.get(subject),
    certificates: () => certificates.all(),
    awaitingRewrite: () => unwritten.all(),
    noteRewritten: (erasure) => void noteRewritten.run(erasure),
  };
}

/** Where rows of a subject stand. */
interface RowPlace {
  readonly table: string;
  /** Columns of the primary key, in its order. */
  readonly key: readonly string[];
  readonly subject: string;
}

function keyColumns(database: SqliteDatabase, table: string): readonly string[] {
  const columns = database.pragma(`table_info(${table})`) as readonly { readonly name: string; readonly pk: number }[];
  return columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => name);
}

/** What was sealed is opened; JSON is parsed; hashes and leaves are shown in base64. */
function toReadable(boxes: FieldBoxes, { table, key, subject }: RowPlace, row: Row): SubjectRow {
  const cells = Object.entries(row).map(([column, cell]) => {
    if (!Buffer.isBuffer(cell)) return [column, typeof cell === 'string' ? parsed(cell) : cell] as const;
    const field = boxedFields.find((one) => one === `${table}.${column}`);
    if (field === undefined) return [column, cell.toString('base64')] as const;
    // Null where the key is gone: then nobody can read it any more.
    const text = boxes.openText({ subject, field, row: key.map((name) => rowPart(row[name])) }, cell);
    return [column, text === undefined ? null : parsed(text)] as const;
  });
  return Object.fromEntries(cells);
}

function rowPart(cell: Cell | undefined): string | number {
  return typeof cell === 'number' ? cell : String(cell);
}

function parsed(text: string): unknown {
  if (!/^[[{]/u.test(text)) return text;
  try {
    return parseJson(text);
  } catch {
    return text; // Words that begin like JSON.
  }
}

function toHold(boxes: FieldBoxes, row: Row): Hold {
  const subject = String(row.subject);
  const place = { subject, field: 'subject_holds.reason', row: [subject] } as const;
  return {
    subject,
    at: String(row.at),
    by: { role: String(row.role), key: String(row.key_id) },
    reason: (Buffer.isBuffer(row.reason) ? boxes.openText(place, row.reason) : undefined) ?? '',
  };
}

function toErasure(row: Row): Erasure {
  return {
    id: String(row.id),
    subject: String(row.subject),
    at: String(row.at),
    by: { role: String(row.role), key: String(row.key_id) },
    hadKey: row.had_key === 1,
    records: parseJson(String(row.records)) as Readonly<Record<string, number>>,
    rewritten: row.rewritten === 1,
  };
}
