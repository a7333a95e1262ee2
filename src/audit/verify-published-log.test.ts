import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryLog, memoryLog, newSigner, turnBytes, writeLog } from '../../test/support/published-logs.ts';
import { verifyPublishedLog } from './verify-published-log.ts';

const signer = newSigner();
const options = { signer, every: 10, seals: true };
const entries = Array.from({ length: 4_200 }, (_, number) => turnBytes(number));

let small: MemoryLog;
let sealed: MemoryLog;
beforeAll(async () => {
  [small, sealed] = [memoryLog(), memoryLog()];
  await writeLog(small, entries.slice(0, 300), options);
  await writeLog(sealed, entries, options);
});

async function codesOf(log: MemoryLog): Promise<readonly string[]> {
  const { findings } = await verifyPublishedLog(log, signer.vkey);
  return [...new Set(findings.map(({ code }) => code))];
}

/** A copy with one file replaced, or taken away. */
function changed(log: MemoryLog, path: string, change: (text: string) => string | undefined): MemoryLog {
  const copy = memoryLog(log.files);
  const bytes = log.files.get(path);
  if (bytes === undefined) throw new Error(`No file "${path}"`);
  const text = change(Buffer.from(bytes).toString('latin1'));
  if (text === undefined) copy.files.delete(path);
  else copy.files.set(path, Buffer.from(text, 'latin1'));
  return copy;
}

const gone = (): undefined => undefined;

const lines = (change: (all: string[]) => string[]) => {
  const joined = (text: string): string => change(text.trimEnd().split('\n')).join('\n');
  return codesOf(changed(small, 'checkpoints', (text) => `${joined(text)}\n`));
};

describe('verifyPublishedLog', () => {
  it('finds nothing in an untouched log, and counts what it looked at', async () => {
    const report = await verifyPublishedLog(sealed, signer.vkey);
    expect(report).toMatchObject({ ok: true, entries: 4_201, checkpoints: 421, segments: 1, findings: [] });
  });

  it('accepts an empty log', async () => {
    const empty = memoryLog();
    await writeLog(empty, [], options);
    expect(await verifyPublishedLog(empty, signer.vkey)).toMatchObject({ ok: true, entries: 0 });
  });

  it.each([
    ['checkpoint', ['checkpoint-missing']],
    ['checkpoints', ['checkpoint-missing']],
    ['tile/entries/000', ['entries-missing', 'checkpoint-missing']],
    ['tile/0/000', ['tree-node-mismatch']],
    ['tile/1/000.p/1', ['tree-node-mismatch']],
  ])('finds "%s" missing', async (path, codes) => {
    expect(await codesOf(changed(small, path, gone))).toEqual(expect.arrayContaining(codes));
  });

  it('finds a bundle with an entry more or less than the tree has', async () => {
    const path = 'tile/entries/001.p/44';
    expect(await codesOf(changed(small, path, (text) => `${text}\0\0`))).toContain('bundle-malformed');
    expect(await codesOf(changed(small, path, (text) => text.slice(0, -1)))).toContain('bundle-malformed');
  });

  it('finds checkpoints that are doubled, out of order or of more entries than there are', async () => {
    expect(await lines((all) => [...all.slice(0, 3), ...all.slice(2)])).toEqual(['line-malformed']);
    expect(await lines((all) => [...all.slice(1, 2), ...all.slice(0, 1), ...all.slice(2)])).toEqual(['line-malformed']);
    const later =
      Buffer.from(sealed.files.get('checkpoints') ?? [])
        .toString('latin1')
        .split('\n')[100] ?? '';
    expect(await lines((all) => [...all, later])).toEqual(['entries-missing']);
  });

  it('passes over what came after the checkpoint of a log that grows', async () => {
    const copy = memoryLog(new Map([...small.files, ...sealed.files]));
    copy.files.set('checkpoint', small.files.get('checkpoint') ?? new Uint8Array());
    const report = await verifyPublishedLog({ grows: true, open: copy.open }, signer.vkey);
    expect(report).toMatchObject({ ok: true, entries: 300, findings: [] });
  });

  it('finds a sealed segment that is gone, changed, or listed otherwise than its entry says', async () => {
    const path = 'segment/000000.segment';
    expect(await codesOf(changed(sealed, path, gone))).toEqual(['segment-missing']);
    expect(await codesOf(changed(sealed, path, (text) => `${text} `))).toEqual(['segment-changed']);
    expect(await codesOf(changed(sealed, 'segments', () => ''))).toEqual(['segment-mismatch']);
    expect(await codesOf(changed(sealed, 'segments', (text) => `${text}${text}`))).toEqual(['segment-mismatch']);
  });

  it('finds an entry that seals what is not there', async () => {
    const at = '2026-11-21T09:00:00.000Z';
    const root = `${'A'.repeat(43)}=`;
    const text = `{"actor":{"key":"segments","role":"appliance"},"at":"${at}","from":0,"kind":"segment-sealed","root":"${root}","segment":0,"sha256":"${'0'.repeat(64)}","to":4096,"v":2}`;
    const early = memoryLog();
    await writeLog(early, [...entries.slice(0, 20), Buffer.from(text)], options);
    expect(await codesOf(early)).toEqual(['segment-mismatch']);
  });

  it('reads memory of bounded size where a hostile copy never ends', async () => {
    const endless = {
      grows: false,
      open: async () =>
        (async function* () {
          for (;;) yield Buffer.alloc(65_536, 0x20);
        })(),
    };
    expect((await verifyPublishedLog(endless, signer.vkey)).ok).toBe(false);
  });

  it('refuses a verifier key that is none', async () => {
    await expect(verifyPublishedLog(small, 'no key')).rejects.toThrow(
      expect.objectContaining({ code: 'key-malformed' }),
    );
  });
});
