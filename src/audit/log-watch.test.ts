import { describe, expect, it } from 'vitest';
import { growLog, newLogSigner, someEntries } from '../../test/support/grown-log.ts';
import { createLogWatch, type KeptLog, type LogSource } from './log-watch.ts';

const signer = newLogSigner();
const log = growLog(someEntries(40), signer);
const grown = growLog(someEntries(75), signer);

/** A watcher whose appliance can be exchanged between two visits. */
function givenWatch(first: LogSource = log.source) {
  let source = first;
  let kept: KeptLog | undefined;
  const watch = createLogWatch(
    {
      key: () => source.key(),
      checkpoint: () => source.checkpoint(),
      consistency: (...of) => source.consistency(...of),
    },
    {
      find: () => kept,
      keep: (next) => {
        kept = next;
      },
    },
  );
  return {
    watch,
    kept: () => kept,
    exchange(next: LogSource) {
      source = next;
    },
  };
}

describe('visit', () => {
  it('takes key and checkpoint on trust once, and the newest from then on', async () => {
    const given = givenWatch();
    expect(await given.watch.visit()).toBeUndefined();
    expect(given.kept()).toEqual({ vkey: signer.vkey, note: log.checkpoint() });
    given.exchange(grown.source);
    expect(await given.watch.visit()).toBeUndefined();
    expect(given.kept()?.note).toBe(grown.checkpoint());
  });

  it.each([
    ['key-changed', growLog(someEntries(75), newLogSigner()).source],
    ['checkpoint-invalid', { ...grown.source, checkpoint: async (): Promise<string> => 'gone' }],
    [
      'checkpoint-invalid',
      { ...grown.source, checkpoint: async (): Promise<string> => grown.checkpoint().replace('\n75\n', '\n76\n') },
    ],
    [
      'checkpoint-invalid',
      {
        ...grown.source,
        checkpoint: async (): Promise<string> => growLog(someEntries(75), newLogSigner()).checkpoint(),
      },
    ],
    ['log-shrunken', growLog(someEntries(39), signer).source],
    ['log-forked', growLog(someEntries(40, 1), signer).source],
    ['proof-invalid', growLog(someEntries(75, 1), signer).source],
    ['proof-invalid', { ...grown.source, consistency: async () => undefined }],
    ['proof-invalid', { ...grown.source, consistency: async () => ['no hash'] }],
  ] as const)('finds %s, and keeps what it held as evidence', async (code, source) => {
    const given = givenWatch();
    await given.watch.visit();
    given.exchange(source);
    const alarm = await given.watch.visit();
    expect(alarm).toMatchObject({ code, vkey: signer.vkey, held: log.checkpoint() });
    expect(given.kept()?.note).toBe(log.checkpoint());
    given.exchange(grown.source);
    expect(await given.watch.visit()).toBeUndefined();
  });

  it('says nothing about the log where a call does not come through', async () => {
    const given = givenWatch();
    await given.watch.visit();
    given.exchange({ ...grown.source, consistency: () => Promise.reject(new Error('offline')) });
    await expect(given.watch.visit()).rejects.toThrow('offline');
    expect(given.kept()?.note).toBe(log.checkpoint());
    given.exchange(grown.source);
    expect(await given.watch.visit()).toBeUndefined();
  });

  it('begins with an empty log, and anew where the device lost what it held', async () => {
    const given = givenWatch(growLog([], signer).source);
    expect(await given.watch.visit()).toBeUndefined();
    given.exchange(log.source);
    expect(await given.watch.visit()).toBeUndefined();
  });

  it('looks once at a time, so that no answer is overtaken', async () => {
    const given = givenWatch();
    await given.watch.visit();
    let isHeld = false;
    given.exchange({
      ...grown.source,
      async key() {
        expect(isHeld).toBe(false);
        isHeld = true;
        return await grown.source.key();
      },
      async checkpoint() {
        isHeld = false;
        return await grown.source.checkpoint();
      },
    });
    expect(await Promise.all([given.watch.visit(), given.watch.visit()])).toEqual([undefined, undefined]);
  });
});

describe('see', () => {
  it('checks the receipt, and keeps its checkpoint where it is the newest', async () => {
    const given = givenWatch();
    await given.watch.visit();
    given.exchange(grown.source);
    expect(await given.watch.see(grown.receipt(60))).toBeUndefined();
    expect(given.kept()?.note).toBe(grown.checkpoint());
    expect(await given.watch.see(log.receipt(3))).toBeUndefined();
    expect(given.kept()?.note).toBe(grown.checkpoint());
  });

  it.each([
    ['leaf', { leaf: grown.receipt(1).leaf }],
    ['index', { index: 61 }],
    ['size', { size: 74 }],
    ['hashes', { hashes: [] }],
    ['signature', { checkpoint: growLog(someEntries(75), newLogSigner()).checkpoint() }],
  ])('finds a receipt whose %s is not that of its entry', async (_field, change) => {
    const given = givenWatch();
    await given.watch.visit();
    given.exchange(grown.source);
    expect(await given.watch.see({ ...grown.receipt(60), ...change })).toMatchObject({ code: 'receipt-invalid' });
  });

  it('finds a receipt of a log made up for one customer', async () => {
    const given = givenWatch();
    await given.watch.visit();
    const forked = growLog([...someEntries(39), ...someEntries(36, 1)], signer);
    given.exchange(grown.source);
    expect(await given.watch.see(forked.receipt(60))).toMatchObject({ code: 'proof-invalid', held: log.checkpoint() });
  });
});
