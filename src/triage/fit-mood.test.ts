import { describe, expect, it } from 'vitest';
import { fitMood, type LabelledMood, type MoodLabel } from './fit-mood.ts';
import { moodSharesOf } from './mood-model.ts';
import { createRandom } from './random-features.ts';

const directions: Readonly<Record<MoodLabel, number>> = { negative: 0, neutral: 2, positive: 4 };

/** Vectors around one direction for each mood, some of which are labelled wrongly. */
function givenMoods(count: number): readonly LabelledMood[] {
  const random = createRandom(3);
  const labels: readonly MoodLabel[] = ['negative', 'neutral', 'positive'];
  return Array.from({ length: count }, (_, index) => {
    const label = labels[index % 3] ?? 'neutral';
    const shown = random() < 0.1 ? (labels[(index + 1) % 3] ?? 'neutral') : label;
    const angle = directions[label] + (random() - 0.5);
    return { vector: Float32Array.of(Math.cos(angle), Math.sin(angle)), label: shown };
  });
}

describe('fitMood', () => {
  const fitted = fitMood(givenMoods(900));
  const calibration = {
    ...fitted,
    date: '2026-11-21',
    data: { name: 'given', licence: 'none', sha256: '', n: 900 },
    model: { id: 'given', sha256: '' },
  };
  const sharesAt = (angle: number) => moodSharesOf(Float32Array.of(Math.cos(angle), Math.sin(angle)), calibration);

  it.each(['negative', 'neutral', 'positive'] as const)('finds what is %s likeliest where it was', (label) => {
    const shares = sharesAt(directions[label]);
    expect(Math.max(...Object.values(shares))).toBe(shares[label]);
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });

  it('is as sure as it is right: a tenth of the labels is wrong', () => {
    expect(sharesAt(directions.negative).negative).toBeGreaterThan(0.75);
    expect(sharesAt(directions.negative).negative).toBeLessThan(0.97);
  });

  it('sets the line where few neutral texts reach it', () => {
    expect(fitted.neutralEscalated).toBeLessThanOrEqual(0.04);
    expect(fitted.negativeFrom).toBeGreaterThan(0);
  });
});
