import { describe, expect, it } from 'vitest';
import { givenTriage } from '../../test/support/given-turn.ts';
import type { IntentGuess } from './classify-intent.ts';
import { isUnsure, labelsInDoubt, withVerdict } from './judge-verdict.ts';

const unsure = { inScope: { from: 0.25, below: 0.75 }, marginBelow: 0.2 };
const triage = (inScope: number, first: number, second: number) =>
  givenTriage({
    inScope,
    intent: { id: 'transfer', confidence: first },
    alternatives: [
      { id: 'fees', confidence: second },
      { id: 'savings', confidence: 0.01 },
      { id: 'mortgage', confidence: 0.005 },
    ],
  });

function confidenceOf({ ranked }: IntentGuess, wanted: string): number {
  return ranked.find(({ label }) => label === wanted)?.confidence ?? Number.NaN;
}

describe('isUnsure', () => {
  it.each([
    [0.24, 0.2, 0.01, false],
    [0.25, 0.2, 0.01, true],
    [0.74, 0.7, 0.01, true],
    [0.75, 0.7, 0.01, false],
    [0.95, 0.5, 0.31, true],
    [0.95, 0.5, 0.3, false],
  ])('with %d in scope and intents at %d and %d is %s', (inScope, first, second, expected) => {
    expect(isUnsure(triage(inScope, first, second), unsure)).toBe(expected);
  });

  it('asks nobody when there is no guess at all', () => {
    const blind = givenTriage({ intent: { id: 'unknown', confidence: 0 }, inScope: 0 });
    expect(isUnsure(blind, unsure)).toBe(false);
  });
});

describe('labelsInDoubt', () => {
  it('takes the three likeliest in an order that tells nothing of likelihood', () => {
    expect(labelsInDoubt(triage(0.5, 0.3, 0.1))).toEqual(['fees', 'savings', 'transfer']);
  });
});

describe('withVerdict', () => {
  const guess: IntentGuess = {
    inScope: 0.7,
    ranked: [
      { label: 'transfer', confidence: 0.3 },
      { label: 'fees', confidence: 0.2 },
      { label: 'savings', confidence: 0.1 },
      { label: 'mortgage', confidence: 0.1 },
    ],
  };
  const labels = ['fees', 'savings', 'transfer'];

  it('shares out anew what lies with the labels in doubt and outside', () => {
    const pooled = withVerdict(guess, { labels, probabilities: [1, 0, 0, 0], weight: 0.5 });
    // 0.3 + 0.2 + 0.1 + 0.3 outside: half of these 0.9 goes where the judge says, half stays.
    expect(confidenceOf(pooled, 'fees')).toBeCloseTo(0.1 + 0.45);
    expect(confidenceOf(pooled, 'transfer')).toBeCloseTo(0.15);
    expect(pooled.inScope).toBeCloseTo(0.85);
    expect(pooled.ranked[0]?.label).toBe('fees');
  });

  it('leaves alone what the judge was not asked about', () => {
    for (const probabilities of [
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]) {
      expect(confidenceOf(withVerdict(guess, { labels, probabilities, weight: 1 }), 'mortgage')).toBe(0.1);
    }
  });

  it('takes the message for outside when the judge says none of them', () => {
    const pooled = withVerdict(guess, { labels, probabilities: [0, 0, 0, 1], weight: 1 });
    expect(pooled.inScope).toBeCloseTo(0.1);
  });

  it.each([
    [[0.25, 0.25, 0.25, 0.25], 0.5],
    [[0.1, 0.2, 0.3, 0.4], 0.8],
    [[0, 1, 0, 0], 1],
  ])('keeps all shares adding up to what is in scope: %j at weight %d', (probabilities, weight) => {
    const { ranked, inScope } = withVerdict(guess, { labels, probabilities, weight });
    expect(ranked.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(inScope);
    expect(ranked.map(({ confidence }) => confidence)).toEqual(
      ranked.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
  });

  it('changes nothing at weight 0', () => {
    const pooled = withVerdict(guess, { labels, probabilities: [0, 0, 0, 1], weight: 0 });
    expect(pooled.ranked).toEqual(guess.ranked);
    expect(pooled.inScope).toBeCloseTo(guess.inScope);
  });
});
