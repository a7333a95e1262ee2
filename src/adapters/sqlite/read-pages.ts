import type { Statement } from 'better-sqlite3';

/** Rows read at a time: no statement stays open between them, so the connection can write in the meantime. */
const page = 256;

/** Rows in ascending order of a place, from one on; the statement takes where to begin and how many to read. */
export function* readPages<Row>(
  statement: Statement<[number, number], Row>,
  from: number,
  positionOf: (row: Row) => number,
): Generator<Row, undefined, undefined> {
  for (let next: number | undefined = from; next !== undefined; ) {
    const rows: Row[] = statement.all(next, page);
    yield* rows;
    const last = rows.at(-1);
    next = last === undefined || rows.length < page ? undefined : positionOf(last) + 1;
  }
}
