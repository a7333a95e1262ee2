import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { givenFolder } from '../support/fault-appliance.ts';
import { compileOnce } from '../support/fault-build.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const writing = relative(root, fileURLToPath(new URL('../support/short-writes-process.ts', import.meta.url)));
const folder = givenFolder();
afterAll(folder.remove);

/** Answers what each writer said under a limit of file sizes: as a disk that fills up, the system then takes a part of a write. */
function writeUnder(limit: string, name: string): unknown {
  const script = join(compileOnce(), writing.replace(/\.ts$/u, '.js'));
  const command = ['-c', `ulimit -f ${limit}; exec "$@"`, 'bash', process.execPath, script, join(folder.path, name)];
  return JSON.parse(execFileSync('bash', command, { encoding: 'utf8' }));
}

describe('a file the system takes a part of', () => {
  it('is never said to be written', () => {
    expect(writeUnder('8', 'short')).toEqual({ newFile: 'EFBIG', erasures: 'EFBIG', tar: 'EFBIG' });
    expect(readdirSync(join(folder.path, 'short'))).not.toContain('key');
  }, 60_000);

  it('is written where there is no such limit', () => {
    expect(writeUnder('unlimited', 'whole')).toEqual({ newFile: 'written', erasures: 'written', tar: 'written' });
    expect(readdirSync(join(folder.path, 'whole')).toSorted()).toEqual(['erasures.log', 'key', 'log.tar']);
  }, 60_000);
});
