import { describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { openFittedCache } from './open-fitted-cache.ts';

function given() {
  const database = openDatabase(':memory:');
  const seen = { fits: 0 };
  const cache = openFittedCache(database);
  const recall = (key: string) =>
    cache.recall(key, async () => {
      seen.fits += 1;
      return { labels: ['a'], weights: [Float64Array.of(1, 2)], vectors: [Float32Array.of(0.5)], low: -Infinity };
    });
  return { database, recall, seen };
}

describe('openFittedCache', () => {
  it('learns once and answers the same from then on', async () => {
    const { recall, seen } = given();
    const fitted = await recall('one');
    expect(await recall('one')).toEqual(fitted);
    expect(seen.fits).toBe(1);
  });

  it('learns again for another key', async () => {
    const { recall, seen } = given();
    await recall('one');
    await recall('two');
    expect(seen.fits).toBe(2);
  });

  it('learns again when a byte of what was kept has changed', async () => {
    const { database, recall, seen } = given();
    const fitted = await recall('one');
    database.prepare("UPDATE fitted_models SET body = CAST(body || x'00' AS BLOB)").run();
    expect(await recall('one')).toEqual(fitted);
    expect(seen.fits).toBe(2);
  });

  it('keeps nothing of a failure', async () => {
    const cache = openFittedCache(openDatabase(':memory:'));
    await expect(cache.recall('one', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await cache.recall('one', async () => 7)).toBe(7);
  });

  it('keeps the last few alone', async () => {
    const { database, recall, seen } = given();
    for (const key of ['one', 'two', 'three', 'four', 'five']) await recall(key);
    expect(database.prepare('SELECT count(*) FROM fitted_models').pluck().get()).toBe(4);
    await recall('five');
    expect(seen.fits).toBe(5);
  });
});
