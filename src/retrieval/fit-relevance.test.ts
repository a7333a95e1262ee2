import { describe, expect, it } from 'vitest';
import { fitRelevance, type RelevanceCase } from './fit-relevance.ts';
import { type RelevanceFeatures, relevanceOf } from './relevance.ts';

const nothing: RelevanceFeatures = {
  whole: 0,
  sentence: 0,
  document: 0,
  words: 0,
  coverage: 0,
  sentenceCoverage: 0,
  echo: 0,
  kind: 0,
  first: 0,
  conditional: 0,
};

/** Sentences that answer are near the question; all else about them is chance, the same at every run. */
function given(count: number, near: number): readonly RelevanceCase[] {
  return Array.from({ length: count }, (_, index) => {
    const chance = (salt: number): number => ((index * 37 + salt * 101) % 17) / 17;
    const sentence = (answers: boolean, at: number) => ({
      features: { ...nothing, sentence: at, words: chance(Math.round(at * 100)) },
      answers,
    });
    const wrong = [0.1, 0.2, 0.3, 0.35].map((at) => sentence(false, at + chance(3) / 10));
    return { weight: 1, sentences: near > 0 ? [sentence(true, near + chance(5) / 10), ...wrong] : wrong };
  });
}

describe('fitRelevance', () => {
  const cases = [...given(30, 0.7), ...given(10, 0)];
  const fitted = fitRelevance(cases);

  it('learns which feature tells the answer from the rest', () => {
    expect(fitted.features.sentence).toBeGreaterThan(Math.abs(fitted.features.words) * 3);
  });

  it('is sure of what answers and doubts what does not', () => {
    expect(relevanceOf({ ...nothing, sentence: 0.75 }, fitted)).toBeGreaterThan(0.8);
    expect(relevanceOf({ ...nothing, sentence: 0.3 }, fitted)).toBeLessThan(0.3);
  });

  it('gives the same weights for the same cases', () => {
    expect(fitRelevance(cases)).toEqual(fitted);
  });

  it('stays finite without any case', () => {
    expect(Object.values(fitRelevance([]).features).every(Number.isFinite)).toBe(true);
  });
});
