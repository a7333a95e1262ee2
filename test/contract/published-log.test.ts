import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { createFolderCopy, openFolderLog } from '../../src/adapters/published/folder-log.ts';
import { createTarCopy, openTarLog } from '../../src/adapters/published/tar-log.ts';
import { copyLog } from '../../src/audit/copy-log.ts';
import { parseLogEntry } from '../../src/audit/entry-format.ts';
import { openLogOfDatabase } from '../../src/compose-log-copies.ts';
import { givenStore } from '../support/fault-store.ts';
import { memoryLog, newSigner, turnBytes, writeLog } from '../support/published-logs.ts';
import { publishedLogContract } from './published-log-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'published-'));
const sample = memoryLog();
const signer = newSigner();
const { vkey } = signer;
const { store, data, close } = givenStore();

beforeAll(async () => {
  const entries = Array.from({ length: 300 }, (_, number) => turnBytes(number));
  await writeLog(sample, entries, { signer, every: 7, seals: true });
  await copyLog(sample, await createFolderCopy(join(folder, 'log')));
  await copyLog(sample, await createTarCopy(join(folder, 'log.tar')));
  const at = '2026-11-21T09:00:00.000Z';
  const one = (number: number) =>
    parseLogEntry({ v: 2, at, actor: { role: 'admin', key: 'k_1' }, kind: 'admin-act', act: `act-${number}` });
  for (let number = 0; number < 300; number += 10) {
    const batch = Array.from({ length: 10 }, (_, offset) => one(number + offset));
    store.database.transaction(() => store.log.append(batch))();
  }
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

describe('in memory', () => {
  publishedLogContract(async () => ({ log: sample, vkey }));
});
describe('in a folder', () => {
  publishedLogContract(async () => ({ log: openFolderLog(join(folder, 'log')), vkey }));
});
describe('in an archive', () => {
  publishedLogContract(async () => ({ log: await openTarLog(join(folder, 'log.tar')), vkey }));
});
describe('in a database', () => {
  publishedLogContract(async () => {
    const { vkey: own } = store.log;
    return { log: openLogOfDatabase(join(data, 'confidant.db'), own), vkey: own };
  });
});
describe('of an appliance', () => {
  publishedLogContract(async () => ({ log: store.published, vkey: store.log.vkey }));
});
