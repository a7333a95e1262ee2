import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import { parseJson } from '../../conversation/parse-json.ts';
import { replaceFile } from '../../files/replace-file.ts';

const record = z.object({
  version: z.literal(1),
  machines: z.record(
    z.string(),
    z.object({ threads: z.int().positive(), tokensPerSecond: z.record(z.string(), z.number()) }),
  ),
});
type ThreadRecord = z.infer<typeof record>;

/** What a first start has measured, kept for the next ones. */
export interface KnownThreads {
  readonly threads: number;
  readonly tokensPerSecond: Readonly<Record<string, number>>;
}

/** Names what a measurement holds for: another model or another processor is measured again. */
export function threadRecordKey(modelSha256: string): string {
  return `${modelSha256} on ${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}`;
}

/** The number of threads measured earlier, or undefined. A file that cannot be read is measured again, not a fault. */
export async function findKnownThreads(path: string, key: string): Promise<number | undefined> {
  return (await readRecord(path)).machines[key]?.threads;
}

export async function keepKnownThreads(path: string, key: string, known: KnownThreads): Promise<void> {
  const { machines } = await readRecord(path);
  const next: ThreadRecord = {
    version: 1,
    machines: { ...machines, [key]: { threads: known.threads, tokensPerSecond: { ...known.tokensPerSecond } } },
  };
  replaceFile(path, `${JSON.stringify(next, undefined, 2)}\n`);
}

async function readRecord(path: string): Promise<ThreadRecord> {
  try {
    return record.parse(parseJson(await readFile(path, 'utf8')));
  } catch {
    return { version: 1, machines: {} };
  }
}
