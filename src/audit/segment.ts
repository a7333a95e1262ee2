import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { hashLength } from './merkle-tree.ts';
import { TILE_WIDTH } from './tile-path.ts';

/** Entries of a segment: 16 bundles, so that the subtree over a segment is one stored node of the tree. */
export const SEGMENT_ENTRIES = 16 * TILE_WIDTH;

/** Level of the tree whose nodes stand for one segment each. */
export const SEGMENT_LEVEL = Math.log2(SEGMENT_ENTRIES);

const hexHashPattern = /^[0-9a-f]{64}$/;
const rootLength = Math.ceil(hashLength / 3) * 4;

/** Fields by which an entry of kind `segment-sealed` names the segment. */
export const segmentFields = {
  /** Number of the segment, from 0. */
  segment: z.int().nonnegative(),
  /** The entries `[from, to)`. */
  from: z.int().nonnegative(),
  to: z.int().positive(),
  /** SHA-256 of the segment's file, hexadecimal: its entry bundles one after the other. */
  sha256: z.string().regex(hexHashPattern),
  /** Root of the subtree over the entries `[from, to)`, base64: node `segment` of tree level 12. */
  root: z.base64().length(rootLength),
};

const segmentSchema = z.strictObject(segmentFields);

/** A stretch of the log that was written to a file of its own, never to change again. */
export type SealedSegment = Readonly<z.infer<typeof segmentSchema>>;

/** The segment an entry of the log, or a line of `segments`, names; `undefined` for anything else. */
export function parseSegment(value: unknown): SealedSegment | undefined {
  const fields = z.object(segmentFields).safeParse(value);
  if (!fields.success) return undefined;
  const { segment, from, to } = fields.data;
  return from === segment * SEGMENT_ENTRIES && to === from + SEGMENT_ENTRIES ? fields.data : undefined;
}

/** A line of `segments`. */
export function toSegmentLine({ segment, from, to, sha256, root }: SealedSegment): string {
  return `${JSON.stringify({ segment, from, to, sha256, root })}\n`;
}

export function parseSegmentLine(line: string): SealedSegment | undefined {
  try {
    return parseSegment(parseJson(line));
  } catch {
    return undefined;
  }
}

/** `segment/000041.segment`: beside the list `segments`, in a folder of another name. */
export function toSegmentPath(segment: number): string {
  return `segment/${toSegmentName(segment)}`;
}

export function toSegmentName(segment: number): string {
  return `${String(segment).padStart(6, '0')}.segment`;
}

/** The number of a segment by its path, spelled as {@link toSegmentPath} spells it. */
export function parseSegmentPath(path: string): number | undefined {
  const segment = Number(/^segment\/(\d{6,12})\.segment$/.exec(path)?.[1] ?? Number.NaN);
  return Number.isSafeInteger(segment) && toSegmentPath(segment) === path ? segment : undefined;
}
