import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPassageIndex } from '../../src/adapters/hnsw/open-passage-index.ts';
import { passageIndexContract } from './passage-index-contract.ts';

passageIndexContract('hnsw, with files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'index-'));
  return {
    index: openPassageIndex(folder),
    reopen: () => openPassageIndex(folder),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
});

passageIndexContract('hnsw, in memory', () => ({
  index: openPassageIndex(null),
  reopen: null,
  close: () => undefined,
}));
