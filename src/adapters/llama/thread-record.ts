import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../conversation/parse-json.ts';

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
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.partial`, `${JSON.stringify(next, undefined, 2)}\n`);
  await rename(`${path}.partial`, path);
}

async function readRecord(path: string): Promise<ThreadRecord> {
  try {
    return record.parse(parseJson(await readFile(path, 'utf8')));
  } catch {
    return { version: 1, machines: {} };
  }
}
