import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createTarCopy } from '../../src/adapters/published/tar-log.ts';
import { openErasureList } from '../../src/backup/erasure-list.ts';
import { writeNewFile } from '../../src/files/write-new-file.ts';

/** Writes more than the limit it was started under lets a file have, and prints what each writer says of it. */
const [folder = ''] = process.argv.slice(2);
const text = 'x'.repeat(64 * 1_024);
mkdirSync(folder, { recursive: true });

async function writeTar(): Promise<void> {
  const copy = await createTarCopy(join(folder, 'log.tar'));
  await copy.write('file', Readable.from([Buffer.from(text)]));
}

async function endOf(write: () => unknown): Promise<string> {
  try {
    await write();
    return 'written';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const told = {
  newFile: await endOf(() => writeNewFile(join(folder, 'key'), text)),
  erasures: await endOf(() => openErasureList(join(folder, 'erasures.log')).add([text])),
  tar: await endOf(writeTar),
};
process.stdout.write(JSON.stringify(told));
process.exit(0);
