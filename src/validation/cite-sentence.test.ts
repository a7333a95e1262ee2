import { describe, expect, it } from 'vitest';
import { givenPassage } from '../../test/support/given-draft.ts';
import { citationsFor } from './cite-sentence.ts';

const cards = givenPassage('Freeze a lost card in the app. A replacement card is free of charge.');
const fees = givenPassage('A courier costs $15.', { id: 'fees#1' });

describe('citationsFor', () => {
  it('cites the passage and the sentence that bear it out', () => {
    expect(citationsFor('The replacement card is free.', [fees, cards])).toEqual([
      {
        passage: 'cards#1',
        title: 'Cards',
        version: 'sha256:1',
        updated: '2026-10-01',
        quote: 'A replacement card is free of charge.',
      },
    ]);
  });

  it('cites nothing where nothing may be cited', () => {
    expect(citationsFor('It is free.', [])).toEqual([]);
    expect(
      citationsFor('It is free.', [
        { ...cards, suspect: true },
        { ...fees, text: ' ' },
      ]),
    ).toEqual([]);
  });
});
