import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import type { LogFindings } from './log-findings.ts';
import type { StoredCheckpoint } from './log-store.ts';
import { linesOf, type PublishedLog, publishedPaths } from './published-log.ts';
import { type SealedSegment, toSegmentLine } from './segment.ts';

const checkpointLine = z.strictObject({ size: z.int().nonnegative(), note: z.string() });

/** A line of `checkpoints`. */
export function toCheckpointLine({ size, note }: StoredCheckpoint): string {
  return `${JSON.stringify({ size, note })}\n`;
}

/** Checkpoints of a published log, read as far as the tree has grown. */
export interface PublishedCheckpoints {
  /** What was read and not taken yet; at its end there may be more later. */
  readonly ready: Iterable<StoredCheckpoint>;
  /** Reads the checkpoints of at most `size` entries: no more than there are sizes. */
  readTo(size: number): Promise<void>;
  /** Whatever is left is of more entries than there are. */
  finish(entries: number): Promise<void>;
}

/** @param path `checkpoints`, or `witnesses` for those with cosignatures */
export function openPublishedCheckpoints(
  log: PublishedLog,
  findings: LogFindings,
  path: string = publishedPaths.checkpoints,
): PublishedCheckpoints {
  const lines = readCheckpoints(log, findings, path);
  const waiting: StoredCheckpoint[] = [];
  let ahead: StoredCheckpoint | undefined;
  const peek = async (): Promise<StoredCheckpoint | undefined> => {
    if (ahead === undefined) {
      const next = await lines.next();
      ahead = next.done === true ? undefined : next.value;
    }
    return ahead;
  };
  const next = (): IteratorResult<StoredCheckpoint> => {
    const value = waiting.shift();
    return value === undefined ? { done: true, value: undefined } : { done: false, value };
  };
  return {
    ready: { [Symbol.iterator]: () => ({ next }) },
    async readTo(size) {
      for (let one = await peek(); one !== undefined && one.size <= size; one = await peek()) {
        waiting.push(one);
        ahead = undefined;
      }
    },
    async finish(entries) {
      for (let one = await peek(); one !== undefined; one = await peek()) {
        findings.add('entries-missing', `A checkpoint is of ${one.size} entries: ${entries} are published`, one.size);
        ahead = undefined;
      }
    },
  };
}

/** In strictly ascending order: a size that comes again could hide another tree of that size. */
async function* readCheckpoints(
  log: PublishedLog,
  findings: LogFindings,
  path: string,
): AsyncGenerator<StoredCheckpoint, undefined, undefined> {
  let before = -1;
  for await (const line of linesOf(log, path)) {
    const stored = parseCheckpointLine(line);
    if (stored === undefined || stored.size <= before) {
      findings.add('line-malformed', `A line of "${path}" is no checkpoint, or out of order`);
      continue;
    }
    before = stored.size;
    yield stored;
  }
}

/** A checkpoint as a line of `checkpoints` has it, in its one spelling; `undefined` for anything else. */
export function parseCheckpointLine(line: string): StoredCheckpoint | undefined {
  try {
    const stored = checkpointLine.safeParse(parseJson(line)).data;
    return stored && toCheckpointLine(stored) === `${line}\n` ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** The list of sealed segments, held against the entries that sealed them, in their order. */
export interface PublishedSegments {
  check(segment: SealedSegment): Promise<void>;
  /** Nothing may be listed that no entry seals. */
  finish(): Promise<void>;
}

export function openPublishedSegments(log: PublishedLog, findings: LogFindings): PublishedSegments {
  const lines = linesOf(log, publishedPaths.segments);
  return {
    async check(segment) {
      const next = await lines.next();
      if (next.done !== true && `${next.value}\n` === toSegmentLine(segment)) return;
      const detail = `Segment ${segment.segment} is not listed as its entry says`;
      findings.add('segment-mismatch', detail, segment.segment);
    },
    async finish() {
      const next = await lines.next();
      if (next.done !== true) findings.add('segment-mismatch', 'A segment is listed that no entry seals');
    },
  };
}
