import type { LoggedEntry } from '../../audit/audit-log.ts';
import type { Records } from '../../pipeline/records.ts';
import type { SubjectKeys } from '../../privacy/subject-keys.ts';
import type { SqliteDatabase } from './open-database.ts';
import { type BoxedHandoverRow, type BoxedTurnRow, createRowOpener } from './open-rows.ts';
import { toHandoverStep, toHandoverView } from './record-rows.ts';

/** The part of the log the records read. */
interface ReadLog {
  entry(index: number): LoggedEntry | undefined;
}

export interface RecordsPorts {
  readonly database: SqliteDatabase;
  readonly keys: SubjectKeys;
  readonly log: ReadLog;
}

type HandoverRecords = Pick<
  Records,
  'findHandover' | 'openHandover' | 'settledHandovers' | 'handoverChain' | 'listHandovers'
>;

/** Reads handovers, each with what its boxes and the log hold of it. */
export function openHandoverRecords({ database, keys, log }: RecordsPorts): HandoverRecords {
  const select = prepareSelects(database);
  const open = createRowOpener(keys);
  const viewOf = (row: BoxedHandoverRow | undefined) => row && toHandoverView(open.handover(row));
  return {
    findHandover: async (reference) => viewOf(select.handover.get(reference)),
    openHandover: async (conversation) => viewOf(select.openHandover.get(conversation)),
    settledHandovers: async (conversation) =>
      select.settled.all(conversation).map((row) => {
        const { reference, reason, turn, resolution } = toHandoverView(open.handover(row));
        const asked = select.turn.get(conversation, turn);
        return {
          reference,
          reason,
          question: (asked && open.turn(asked).question) ?? '',
          note: resolution?.text ?? null,
        };
      }),
    handoverChain: async (reference) =>
      select.chain.all(reference).flatMap((index) => {
        const logged = log.entry(index);
        return logged ? [toHandoverStep(logged)] : [];
      }),
    listHandovers: async ({ state, queue, after, limit }) => {
      const [priority = '-1', at = '', reference = ''] = (after ?? '').split('|');
      const rows = select.handovers.all({ state, queue, priority: Number(priority), at, reference, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map((row) => toHandoverView(open.handover(row))),
        next: last ? `${last.priority}|${last.at}|${last.reference}` : null,
      };
    },
  };
}

function prepareSelects(database: SqliteDatabase) {
  const handovers = 'SELECT h.*, c.subject FROM handovers h JOIN conversations c ON c.id = h.conversation';
  return {
    turn: database.prepare<[string, number], BoxedTurnRow>(
      `SELECT t.*, c.subject FROM turns t JOIN conversations c ON c.id = t.conversation
       WHERE t.conversation = ? AND t.turn = ?`,
    ),
    handover: database.prepare<[string], BoxedHandoverRow>(`${handovers} WHERE h.reference = ?`),
    openHandover: database.prepare<[string], BoxedHandoverRow>(
      `${handovers} WHERE h.conversation = ? AND h.state <> 'done' ORDER BY h.at DESC LIMIT 1`,
    ),
    settled: database.prepare<[string], BoxedHandoverRow>(
      `${handovers} WHERE h.conversation = ? AND h.state = 'done' ORDER BY h.at, h.reference`,
    ),
    chain: database
      .prepare<[string], number>(
        `SELECT idx FROM log_entries
         WHERE json_extract(entry, '$.handover') IS NOT NULL
           AND coalesce(json_extract(entry, '$.handover.reference'), json_extract(entry, '$.handover')) = ?
         ORDER BY idx`,
      )
      .pluck(),
    handovers: database.prepare<[Record<string, string | number | null>], BoxedHandoverRow>(
      `${handovers}
       WHERE (:state IS NULL OR h.state = :state) AND (:queue IS NULL OR h.queue = :queue)
         AND (h.priority, h.at, h.reference) > (:priority, :at, :reference)
       ORDER BY h.priority, h.at, h.reference LIMIT :limit`,
    ),
  };
}
