import { describe, expect, it } from 'vitest';
import { type RelevanceFeatures, relevanceOf, relevanceWeights } from './relevance.ts';

const middling: RelevanceFeatures = {
  whole: 0.5,
  sentence: 0.5,
  document: 0.4,
  words: 0.5,
  coverage: 0.5,
  sentenceCoverage: 0.3,
  echo: 0.3,
  kind: 0.5,
  first: 0,
  conditional: 0,
};

describe('relevanceOf', () => {
  it('is a probability at both ends', () => {
    const best = {
      ...middling,
      whole: 1,
      sentence: 1,
      document: 1,
      words: 1,
      coverage: 1,
      sentenceCoverage: 1,
      echo: 1,
      kind: 1,
    };
    const none = {
      ...middling,
      whole: 0,
      sentence: 0,
      document: 0,
      words: 0,
      coverage: 0,
      sentenceCoverage: 0,
      echo: 0,
      kind: 0,
    };
    expect(relevanceOf(best)).toBeGreaterThan(0.95);
    expect(relevanceOf(none)).toBeLessThan(0.05);
  });

  it.each(['whole', 'sentence', 'document', 'words', 'coverage', 'sentenceCoverage', 'echo', 'kind', 'first'] as const)(
    'grows with %s',
    (name) => {
      expect(relevanceOf({ ...middling, [name]: 1 })).toBeGreaterThan(relevanceOf({ ...middling, [name]: 0 }));
    },
  );

  it('counts a sentence about one case for less', () => {
    expect(relevanceOf({ ...middling, conditional: 1 })).toBeLessThan(relevanceOf(middling));
  });

  it('goes by the weights it is given', () => {
    const steep = { ...relevanceWeights, offset: relevanceWeights.offset + 2 };
    expect(relevanceOf(middling, steep)).toBeGreaterThan(relevanceOf(middling));
  });
});
