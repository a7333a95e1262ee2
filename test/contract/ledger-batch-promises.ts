import { expect, it } from 'vitest';
import type { SealedEntry } from '../../src/audit/entry-texts.ts';
import { verifyReceipt } from '../../src/audit/receipt.ts';
import type { LogVerification } from '../../src/audit/verify-log.ts';
import type { Progress } from '../../src/conversation/next-state.ts';
import type { Ledger, LedgerRecord, Write } from '../../src/pipeline/ledger.ts';
import type { Records } from '../../src/pipeline/records.ts';
import {
  givenConversation,
  conversationIds as ids,
  openTurn,
  started,
  startRecord,
  turnRecord,
  writeRecord,
} from '../support/fault-records.ts';

/** A ledger and what is needed to see through it. */
export interface LedgerUnderContract {
  readonly ledger: Ledger;
  readonly records: Records;
  readonly vkey: string;
  /** Transactions so far, entries in the log, and one of them as the log holds it. */
  commits(): number;
  entries(): number;
  sealed(index: number): SealedEntry;
  verify(): LogVerification;
  /** Leaves no room on the disk; answers the way to give it back. */
  fill(): () => void;
  close(): void;
}

export type Made = () => LedgerUnderContract;

/** Of those that wait together: a refused or broken one takes none down. */
export function promisesOfNeighbours(made: Made): void {
  const twice: Write = { kind: 'conversation', conversation: givenConversation('c_1') };
  const breaches: readonly (readonly [string, LedgerRecord<unknown>['build']])[] = [
    ['a build that throws', () => fail(new Error('broken'))],
    ['a change the store refuses', () => ({ writes: [twice], answer: null })],
    ['an answer that is no JSON', () => ({ writes: [], answer: 1n })],
  ];

  it.each(breaches)('takes no neighbour down with %s', async (_what, build) => {
    const { ledger, records } = made();
    await startMany(ledger, 3);
    const idempotency = { keyId: 'k_kiosk_1', key: 'k', requestHash: 'h' };
    const results = await Promise.allSettled([
      ledger.commit(turnRecord({ conversation: 'c_1', before: started })),
      ledger.commit<unknown>({ ...writeRecord('c_2', []), idempotency, build }),
      ledger.commit(turnRecord({ conversation: 'c_3', before: started })),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'store-failed' } });
    expect(made().entries()).toBe(5);
    expect(await records.turnView('c_3', 1)).toBeDefined();
    expect(await records.findAnswer('k_kiosk_1', 'k')).toBeUndefined();
  });

  it('takes no neighbour down with an entry the format does not know', async () => {
    const { ledger } = made();
    await startMany(ledger, 2);
    const sound = turnRecord({ conversation: 'c_1', before: started });
    const broken = turnRecord({ conversation: 'c_2', before: started });
    const results = await Promise.allSettled([
      ledger.commit({ ...broken, entry: { ...broken.entry, at: 'yesterday' } }),
      ledger.commit(sound),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
    expect(made().entries()).toBe(3);
  });

  it('keeps one transaction for the others where several are refused for a neighbour', async () => {
    const { ledger, vkey } = made();
    await startMany(ledger, 3);
    const before = made().commits();
    const turns = ids(3).map((conversation) => turnRecord({ conversation, before: started }));
    const results = await Promise.allSettled([...turns, ...turns].map((record) => ledger.commit(record)));
    expect(results.map((result) => result.status)).toEqual([
      ...Array(3).fill('fulfilled'),
      ...Array(3).fill('rejected'),
    ]);
    expect(made().commits() - before).toBe(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'version-conflict' });
      else {
        const { receipt } = result.value;
        expect(verifyReceipt(receipt, made().sealed(receipt.index), vkey)).toEqual({ kind: 'verified' });
      }
    }
    expect(made().entries()).toBe(6);
  });
}

/** Of sentences that are on the disk before they are sent. */
export function promisesOfOpenTurns(made: Made): void {
  const open = openTurn('c_1');
  it('keeps the sentences of a turn under way until it is sealed', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    await ledger.noteSentences(open);
    await ledger.noteSentences({ ...open, sentences: ['One.', 'Two.'] });
    expect(await records.openTurns()).toEqual([{ ...open, sentences: ['One.', 'Two.'] }]);
    await ledger.commit(turnRecord({ conversation: 'c_1', before: started }));
    expect(await records.openTurns()).toEqual([]);
  });

  it('keeps them beside records that wait at the same time, and takes none down with those of no conversation', async () => {
    const { ledger, records } = made();
    await startMany(ledger, 2);
    const results = await Promise.allSettled([
      ledger.noteSentences(open),
      ledger.commit(turnRecord({ conversation: 'c_2', before: started })),
      ledger.noteSentences(openTurn('c_none')),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(results[2]).toMatchObject({ reason: { code: 'store-failed' } });
    expect(await records.openTurns()).toEqual([open]);
    expect(made().entries()).toBe(3);
  });

  it('keeps them when the turn could not be sealed', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    await ledger.noteSentences(open);
    const stale: Progress = { ...started, version: 9 };
    await expect(ledger.commit(turnRecord({ conversation: 'c_1', before: stale }))).rejects.toMatchObject({
      code: 'version-conflict',
    });
    expect(await records.openTurns()).toHaveLength(1);
  });

  it('refuses sentences with store-full', async () => {
    const { ledger, records } = made();
    await ledger.commit(startRecord('c_1'));
    const giveBack = made().fill();
    const call = ledger.noteSentences({ ...open, sentences: ['word '.repeat(20_000)] });
    await expect(call).rejects.toMatchObject({ code: 'store-full' });
    expect(await records.openTurns()).toEqual([]);
    giveBack();
  });
}

/** Conversations `c_1` to `c_count`. */
export async function startMany(ledger: Ledger, count: number): Promise<void> {
  await Promise.all(ids(count).map((id) => ledger.commit(startRecord(id))));
}

function fail(error: Error): never {
  throw error;
}
