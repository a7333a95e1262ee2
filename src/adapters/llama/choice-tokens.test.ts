import { describe, expect, it } from 'vitest';
import { probabilitiesOf, toSpellings } from './choice-tokens.ts';

/** A vocabulary that knows letters, alone and behind a space; everything else is read sign by sign. */
function tokenize(text: string): readonly string[] {
  return /^ ?[A-Z]$/u.test(text) ? [text] : text.split('');
}

describe('toSpellings', () => {
  it('takes a choice alone and behind a space', () => {
    expect(toSpellings(['A', 'B'], tokenize)).toEqual([
      ['A', ' A'],
      ['B', ' B'],
    ]);
  });

  it('does without the spelling that is no single token', () => {
    expect(toSpellings(['a', 'b'], tokenize)).toEqual([['a'], ['b']]);
  });

  it.each([
    ['one choice', ['A']],
    ['a choice of several tokens', ['A', 'yes']],
    ['the same choice twice', ['A', 'B', 'A']],
    ['an empty choice and a space', ['', ' ']],
  ])('refuses %s', (_what, choices) => {
    expect(() => toSpellings(choices, tokenize)).toThrow(expect.objectContaining({ code: 'choices-invalid' }));
  });
});

describe('probabilitiesOf', () => {
  const spellings = [['A', ' A'], ['B']];

  it('adds up the spellings of a choice, and shares out everything', () => {
    const logits = new Map([
      ['A', Math.log(1)],
      [' A', Math.log(2)],
      ['B', Math.log(1)],
    ]);
    const [a = 0, b = 0] = probabilitiesOf(spellings, logits);
    expect(a).toBeCloseTo(0.75);
    expect(b).toBeCloseTo(0.25);
  });

  it('stays finite for weights far from each other', () => {
    const logits = new Map([
      ['A', 900],
      [' A', -900],
      ['B', -900],
    ]);
    expect(probabilitiesOf(spellings, logits)).toEqual([1, 0]);
  });

  it('refuses weights that are missing', () => {
    expect(() => probabilitiesOf(spellings, new Map())).toThrow(expect.objectContaining({ code: 'engine-failed' }));
  });
});
