import { describe, expect, it } from 'vitest';
import { isLimit, missedLimits } from './limits.ts';

const figures = [
  { name: 'accuracy', value: 0.92, n: 100 },
  { name: 'missedAnger', value: 0.4, n: 10 },
  { name: 'auroc', value: null, n: 0 },
];

describe('missedLimits', () => {
  it.each(['accuracy>=0.92', 'accuracy<=0.92', 'missedAnger<=0.5'])('holds %s', (limit) => {
    expect(missedLimits(figures, [limit])).toEqual([]);
  });

  it.each(['accuracy>=0.93', 'missedAnger<=0.3', 'auroc>=0.1', 'unknown>=0'])('does not hold %s', (limit) => {
    expect(missedLimits(figures, [limit])).toEqual([limit]);
  });
});

describe('isLimit', () => {
  it('knows a limit from anything else', () => {
    expect(['accuracy>=0.9', 'n<=3'].every(isLimit)).toBe(true);
    expect(['accuracy', 'accuracy=0.9', 'accuracy>=', '>=1', 'a>=b'].some(isLimit)).toBe(false);
  });
});
