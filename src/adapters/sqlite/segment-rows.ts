import type { Database } from 'better-sqlite3';
import { parseSegmentLine, type SealedSegment } from '../../audit/segment.ts';

/** Segments whose entry stands in the log, in the order of the log; an entry that says anything else is passed over. */
export function createSegmentList(database: Database): () => Iterable<SealedSegment> {
  const sealed = database
    .prepare<[], string>("SELECT entry FROM log_entries WHERE kind = 'segment-sealed' ORDER BY idx")
    .pluck();
  return function* sealedSegments() {
    // Few: one row for 4,096 entries. An open statement would keep the connection from writing.
    for (const entry of sealed.all()) {
      const segment = parseSegmentLine(entry);
      if (segment !== undefined) yield segment;
    }
  };
}
