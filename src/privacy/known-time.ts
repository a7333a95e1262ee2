import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson } from '../conversation/parse-json.ts';
import { replaceFile } from '../files/replace-file.ts';

const fileSchema = z.object({ latest: z.iso.datetime() });

/** The latest time that is known to have been; it outlives a restart under a clock that is wrong. */
export interface KnownTime {
  latest(): Date;
  /** On the disk when this returns. @throws {Error} of the file system */
  note(time: Date): void;
}

/** @param otherwise what is known where the file is not there, or says nothing */
export function openKnownTime(file: string, otherwise: Date): KnownTime {
  let written = readTime(file);
  let latest = written ?? otherwise;
  return {
    latest: () => latest,
    note: function noteTime(time) {
      if (written?.getTime() === time.getTime()) return;
      replaceFile(file, `${JSON.stringify({ latest: time.toISOString() })}\n`);
      written = time;
      latest = time;
    },
  };
}

function readTime(file: string): Date | null {
  if (!existsSync(file)) return null;
  try {
    return new Date(fileSchema.parse(parseJson(readFileSync(file, 'utf8'))).latest);
  } catch {
    return null;
  }
}
