import { describe, expect, it } from 'vitest';
import { freshnessOf } from './freshness.ts';

const now = new Date('2026-11-21T12:00:00Z');
const given = (updated: string, volatile = true, reviewBy: string | null = null) =>
  freshnessOf({ updated, volatile, reviewBy }, now);

describe('freshnessOf', () => {
  it.each([
    ['2026-08-23', 90, false],
    ['2026-08-22', 91, true],
    ['2026-11-21', 0, false],
  ])('holds volatile content of %s, %i days old, for stale: %s', (updated, ageDays, stale) => {
    expect(given(updated)).toEqual({ ageDays, stale });
  });

  it('lets lasting content grow old', () => {
    expect(given('2020-01-01', false)).toMatchObject({ stale: false });
  });

  it.each([
    ['2026-11-20', true],
    ['2026-11-21', false],
    ['2026-11-22', false],
  ])('counts a review date of %s as overdue: %s', (reviewBy, stale) => {
    expect(given('2026-11-01', false, reviewBy)).toMatchObject({ stale });
  });

  it('gives a document of tomorrow no negative age', () => {
    expect(given('2026-11-30')).toEqual({ ageDays: 0, stale: false });
  });
});
