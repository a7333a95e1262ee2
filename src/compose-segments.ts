import { join } from 'node:path';
import { createCosignedList } from './adapters/sqlite/cosignature-rows.ts';
import type { SqliteDatabase } from './adapters/sqlite/open-database.ts';
import { createSegmentList } from './adapters/sqlite/segment-rows.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { PublishedLog } from './audit/published-log.ts';
import { sealSegments } from './audit/seal-segments.ts';
import type { SealedSegment } from './audit/segment.ts';
import { openSegmentFolder, type SegmentFolder } from './audit/segment-folder.ts';
import { createStoredLog } from './audit/stored-log.ts';
import { commitEntry } from './pipeline/commit-entry.ts';
import type { Stages } from './pipeline/stages.ts';
import type { Events } from './telemetry/events.ts';

/** The log as it lies outside of the database: sealed in files, and laid out for auditors. */
export interface LogFiles {
  readonly published: PublishedLog;
  readonly segmentFiles: SegmentFolder;
  sealedSegments(): Iterable<SealedSegment>;
}

export function openLogFiles(data: string, database: SqliteDatabase, log: AuditLog): LogFiles {
  const segmentFiles = openSegmentFolder(join(data, 'segments'));
  const sealedSegments = createSegmentList(database);
  const published = createStoredLog({
    reader: log.reader,
    vkey: log.vkey,
    files: segmentFiles,
    size: () => log.size,
    checkpoint: () => log.latestCheckpoint(),
    segments: sealedSegments,
    cosigned: createCosignedList(database),
    grows: true,
  });
  return { published, segmentFiles, sealedSegments };
}

/** How often the appliance looks whether a segment is whole; a busy one takes many minutes to fill one. */
const SEAL_EVERY_MS = 5_000;
/** After a fault: a full disk or a changed file is told, not shouted. */
const SEAL_AGAIN_MS = 600_000;

export interface SealParts {
  readonly store: LogFiles & { readonly log: Pick<AuditLog, 'reader' | 'size'> };
  readonly stages: Pick<Stages, 'ledger' | 'now'>;
  readonly events: Pick<Events, 'faultCaught'>;
}

/** Seals what is whole, at once and then in the background; answers how to stop. */
export function keepSealing({ store, stages, events }: SealParts): () => Promise<void> {
  const ports = {
    reader: store.log.reader,
    files: store.segmentFiles,
    size: () => store.log.size,
    segments: store.sealedSegments,
    record: (segment: SealedSegment) =>
      commitEntry(stages, {
        v: 2,
        kind: 'segment-sealed',
        at: stages.now().toISOString(),
        actor: { role: 'appliance', key: 'segments' },
        ...segment,
      }),
  };
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const seal = async (): Promise<void> => {
    const waitMs = await sealSegments(ports).then(
      () => SEAL_EVERY_MS,
      (error: unknown) => {
        events.faultCaught({ code: 'segment-not-sealed', error });
        return SEAL_AGAIN_MS;
      },
    );
    if (!stopped) timer = setTimeout(start, waitMs).unref();
  };
  const start = (): void => {
    running = seal();
  };
  start();
  return async function stopSealing() {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
