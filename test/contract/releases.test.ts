import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReleases } from '../../src/adapters/sqlite/open-releases.ts';
import type { ReleaseRecords } from '../../src/privacy/release-records.ts';
import { at, started, startRecord, turnRecord } from '../support/fault-records.ts';
import { type GivenStore, givenStore } from '../support/fault-store.ts';

const DAY_S = 86_400;
let given: GivenStore;
let releases: ReleaseRecords;
beforeEach(() => {
  given = givenStore();
  releases = openReleases(given.store.database);
});
afterEach(() => given.close());

const wish = (name: string, days = 0, count = 40) => ({
  name,
  now: at(days * DAY_S),
  epsilonThousandths: 500,
  yearlyThousandths: 1_000,
  make: () => [{ group: 'lost-card', count }],
});

describe('releases: sqlite', () => {
  it('tells what was told once the same again, and spends nothing on it', async () => {
    const first = await releases.publish(wish('2026-10'));
    expect(await releases.publish(wish('2026-10', 5, 99))).toEqual(first);
    await expect(releases.publish(wish('2026-11', 5))).resolves.toBeDefined();
  });

  it('makes nothing where the budget of the year is spent, until it is another year', async () => {
    await releases.publish(wish('a'));
    await releases.publish(wish('b', 10));
    const made: string[] = [];
    const make = () => [{ group: 'x', count: made.push('once') }];
    const late = { ...wish('c', 364), make };
    await expect(releases.publish(late)).rejects.toMatchObject({ code: 'budget-spent' });
    expect([made, given.count('releases')]).toEqual([[], 2]);
    await expect(releases.publish(wish('c', 366))).resolves.toBeDefined();
  });

  it('stores nothing of a release that could not be made', async () => {
    const broken = {
      ...wish('a'),
      make: () => {
        throw new Error('no');
      },
    };
    await expect(releases.publish(broken)).rejects.toThrow('no');
    expect(given.count('releases')).toBe(0);
  });

  it('knows who asked about what in a time, by the first time of each', async () => {
    const { ledger } = given.store;
    for (const id of ['c_1', 'c_2']) {
      await ledger.commit(startRecord(id, { subject: `s_${id}` }));
      await ledger.commit(turnRecord({ conversation: id, before: started, seconds: id === 'c_1' ? 10 : 20 }));
    }
    const seen = await releases.intentsOf({ from: at(0), until: at(20) });
    expect(seen.map(({ subject }) => subject)).toEqual(['s_c_1']);
  });
});
