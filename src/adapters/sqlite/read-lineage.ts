import { type LogEntry, parseLogEntry } from '../../audit/entry-format.ts';
import { parseSealedEntry } from '../../audit/entry-texts.ts';
import { parseJson } from '../../conversation/parse-json.ts';
import type { CitingReply, LineageRecords } from '../../pipeline/lineage/lineage-records.ts';
import type { SqliteDatabase } from './open-database.ts';

/** Looks through the whole log for a document: for those who look back, not for the path of a message. */
export function createLineageRecords(database: SqliteDatabase): LineageRecords {
  const containing = (kind: string) =>
    database.prepare<[string], { idx: number; entry: string }>(
      `SELECT idx, entry FROM log_entries WHERE kind = '${kind}' AND instr(entry, ?) > 0 ORDER BY idx`,
    );
  const changes = containing('knowledge-changed');
  const turns = containing('turn');
  return {
    findImport: (document, version) => {
      const name = `${document}@${version}`;
      for (const { idx, entry } of changes.all(JSON.stringify(name))) {
        const read = parseLogEntry(parseJson(entry));
        if (read.kind === 'knowledge-changed') return { index: idx, at: read.at, actor: read.actor };
      }
      return undefined;
    },
    citing: (document, version) =>
      turns.all(`"passage":"${document}#`).flatMap(({ idx, entry }) => toCiting(idx, entry, { document, version })),
  };
}

function toCiting(
  index: number,
  text: string,
  { document, version }: { readonly document: string; readonly version: string | undefined },
): readonly CitingReply[] {
  const { conversation, turn, at, outcome, citations } = parseSealedEntry(parseJson(text)) as Extract<
    LogEntry,
    { kind: 'turn' }
  >;
  const own = citations.filter(
    (one) => one.passage.startsWith(`${document}#`) && (version === undefined || one.version === version),
  );
  if (own.length === 0) return [];
  const passages = own.map(({ passage, version: of }) => ({ passage, version: of }));
  return [{ conversation, turn, index, at, outcome, passages }];
}

/** The knowledge that was in force last, as the log has it; null where it names none. */
export function readKnowledgeInForce(database: SqliteDatabase): string | null {
  const text = database
    .prepare<[], string>(
      `SELECT entry FROM log_entries WHERE kind IN ('appliance-started', 'knowledge-changed') ORDER BY idx DESC LIMIT 1`,
    )
    .pluck()
    .get();
  if (text === undefined) return null;
  const entry = parseLogEntry(parseJson(text));
  if (entry.kind === 'knowledge-changed') return entry.new;
  return entry.kind === 'appliance-started' ? (entry.knowledge ?? null) : null;
}
