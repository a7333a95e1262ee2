import { describe, expect, it } from 'vitest';
import { type AlertProgress, advanceAlert, untouched } from './advance-alert.ts';

const terms = { forSeconds: 120, clearSeconds: 60, cooldownMinutes: 10 };

/** Looks at a rule at the seconds given; answers what each look asked for, `isOpen` kept as a caller would. */
function looks(seen: readonly (readonly [second: number, holds: boolean])[]): readonly string[] {
  let progress: AlertProgress = untouched;
  return seen.map(([second, holds]) => {
    const at = second * 1_000;
    const { step, progress: next } = advanceAlert(progress, terms, { holds, at });
    const clearedAt = step === 'clear' ? at : next.clearedAt;
    progress = { ...next, clearedAt, isOpen: step === 'raise' || (next.isOpen && step !== 'clear') };
    return step;
  });
}

describe('advanceAlert', () => {
  it('raises once, when a rule has held for as long as it says', () => {
    expect(
      looks([
        [0, true],
        [60, true],
        [119, true],
        [120, true],
        [125, true],
      ]),
    ).toEqual(['none', 'none', 'none', 'raise', 'none']);
  });

  it('begins to count anew after every break', () => {
    expect(
      looks([
        [0, true],
        [100, false],
        [101, true],
        [220, true],
        [221, true],
      ]).at(-2),
    ).toBe('none');
    expect(
      looks([
        [0, true],
        [100, false],
        [101, true],
        [220, true],
        [221, true],
      ]).at(-1),
    ).toBe('raise');
  });

  it('is over only when it has not held for a while, so that one that comes and goes is one alert', () => {
    const flapping = [
      [0, true],
      [120, true],
      [130, false],
      [140, true],
      [150, false],
      [209, false],
    ] as const;
    expect(looks(flapping).slice(2)).toEqual(['none', 'none', 'none', 'none']);
    expect(looks([...flapping, [210, false]]).at(-1)).toBe('clear');
  });

  it('tells nobody again before the pause is over, and then does', () => {
    const over = [
      [0, true],
      [120, true],
      [130, false],
      [190, false],
    ] as const;
    expect(looks([...over, [200, true], [400, true]]).slice(-2)).toEqual(['none', 'none']);
    expect(looks([...over, [200, true], [400, true], [790, true]]).at(-1)).toBe('raise');
  });

  it('does not wait for a clock that was set back', () => {
    expect(
      looks([
        [86_400, true],
        [10, true],
        [130, true],
      ]).at(-1),
    ).toBe('raise');
  });
});
