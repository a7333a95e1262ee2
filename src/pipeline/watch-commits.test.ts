import { describe, expect, it } from 'vitest';
import { ApplianceError } from './appliance-error.ts';
import type { Ledger, LedgerRecord } from './ledger.ts';
import { watchCommits } from './watch-commits.ts';

const record: LedgerRecord<string> = {
  entry: { v: 2, kind: 'appliance-stopped', at: '2026-11-21T09:00:00.000Z', actor: { key: 'k', role: 'appliance' } },
  expects: null,
  idempotency: null,
  build: () => ({ writes: [], answer: 'written' }),
};

/** A ledger that ends every commit as it is told. */
function givenLedger() {
  const told: { error: ApplianceError | null } = { error: null };
  const end = <T>(answer: T): Promise<T> => (told.error ? Promise.reject(told.error) : Promise.resolve(answer));
  const ledger: Ledger = {
    commit: (one) => end(one.build({ receipt: {} as never, waitingAhead: () => 0 }).answer),
    noteSentences: () => end(undefined),
  };
  const watched = watchCommits(ledger);
  const commit = async (code: ApplianceError['code'] | null): Promise<[unknown, boolean]> => {
    told.error = code === null ? null : new ApplianceError(code, 'The story says so');
    const answer = await watched.ledger.commit(record).catch((error: unknown) => error);
    return [answer, watched.isStoreFailing()];
  };
  return { commit };
}

describe('watchCommits', () => {
  it.each(['store-failed', 'store-full'] as const)('has the store failing from %s to the next commit', async (code) => {
    const { commit } = givenLedger();
    expect(await commit(null)).toEqual(['written', false]);
    expect(await commit(code)).toEqual([expect.objectContaining({ code }), true]);
    expect(await commit('version-conflict')).toEqual([expect.objectContaining({ code: 'version-conflict' }), true]);
    expect(await commit(null)).toEqual(['written', false]);
  });

  it('takes a record that is refused for no fault of the store', async () => {
    const { commit } = givenLedger();
    expect(await commit('not-allowed-now')).toEqual([expect.objectContaining({ code: 'not-allowed-now' }), false]);
  });
});
