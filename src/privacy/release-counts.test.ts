import { describe, expect, it } from 'vitest';
import { releaseCounts } from './release-counts.ts';

const settings = { epsilonThousandths: 1_000, minimumGroup: 5, groupsPerSubject: 1 };
/** Draws that come out as no noise: the size is 0, and its sign plus. */
const steered = () => {
  let call = 0;
  return (bound: number): number => {
    call += 1;
    // Per noise: low = 0; e^0 is certain; e^-1 fails at once (drawn 0 < 1 once, then 1); plus.
    return ([0, 0, 0, 1, 0][(call - 1) % 5] ?? 0) % bound;
  };
};
const people = (group: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ subject: `s_${from + index}`, group }));

/** How far counts of 200 come out from 200, on average. */
function spreadOf(groupsPerSubject: number): number {
  const wide = { epsilonThousandths: 500, minimumGroup: 2, groupsPerSubject };
  const groups = Array.from({ length: 500 }, (_, index) => `g${index}`);
  const seen = groups.flatMap((group, index) => people(group, 200, index * 200));
  const counts = releaseCounts(seen, groups, wide).map(({ count }) => count ?? 0);
  return counts.reduce((sum, count) => sum + Math.abs(count - 200), 0) / counts.length;
}

describe('releaseCounts', () => {
  it('tells groups that are large enough, and of the others that they are not', () => {
    const seen = [...people('cards', 7), ...people('fees', 3, 100)];
    expect(releaseCounts(seen, ['cards', 'fees', 'loans'], settings, steered())).toEqual([
      { group: 'cards', count: 7 },
      { group: 'fees', count: null },
      { group: 'loans', count: null },
    ]);
  });

  it('counts a subject once a group, and in no more groups than are allowed', () => {
    const seen = [...people('cards', 6), ...people('cards', 6), ...people('fees', 6)];
    const one = releaseCounts(seen, ['cards', 'fees'], settings, steered());
    expect(one.map(({ count }) => count)).toEqual([6, null]);
    const two = releaseCounts(seen, ['cards', 'fees'], { ...settings, groupsPerSubject: 2 }, steered());
    expect(two.map(({ count }) => count)).toEqual([6, 6]);
  });

  it('leaves out groups that are not on the list', () => {
    expect(releaseCounts(people('other', 9), ['cards'], settings, steered())).toEqual([
      { group: 'cards', count: null },
    ]);
  });

  it('spreads noise wider the more groups a subject may be in', () => {
    // The mean size of the noise is about 1/ε: 2 and 8.
    expect(spreadOf(1)).toBeGreaterThan(1.3);
    expect(spreadOf(1)).toBeLessThan(2.6);
    expect(spreadOf(4)).toBeGreaterThan(5.8);
    expect(spreadOf(4)).toBeLessThan(10.2);
  });
});
