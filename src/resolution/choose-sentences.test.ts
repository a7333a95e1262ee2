import { describe, expect, it } from 'vitest';
import { givenRetrieved } from '../../test/support/given-turn.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import { chooseSentences } from './choose-sentences.ts';

const rules = { mostSentences: 4, nearBest: 0.62 };

/** A passage of sentences, each with how likely it answers. */
function given(id: string, scored: readonly (readonly [string, number])[], differing: Partial<RetrievedPassage> = {}) {
  let start = 0;
  const sentences = scored.map(([text]) => {
    const sentence = { text, start, end: start + text.length };
    start = sentence.end + 1;
    return sentence;
  });
  return givenRetrieved({
    id,
    document: id.split('#')[0] ?? id,
    text: scored.map(([text]) => text).join(' '),
    sentences,
    sentenceScores: scored.map(([, score]) => score),
    relevance: Math.max(...scored.map(([, score]) => score)),
    ...differing,
  });
}

function said(...passages: readonly RetrievedPassage[]): readonly string[] | string {
  const choice = chooseSentences(passages, rules);
  return choice.kind === 'sentences' ? choice.sentences.map(({ text }) => text) : choice.kind;
}

describe('chooseSentences', () => {
  it('says the sentence that answers and not what stands around it', () => {
    const passage = given('lost-card#2', [
      ['If you find a card, unfreeze it.', 0.3],
      ['A new card costs nothing.', 0.85],
      ['Cards are posted.', 0.4],
    ]);
    expect(said(passage)).toEqual(['A new card costs nothing.']);
  });

  it('keeps the order in which sentences are written, whichever is better', () => {
    expect(
      said(
        given('a#1', [
          ['Open the app.', 0.7],
          ['Tap Freeze.', 0.72],
        ]),
      ),
    ).toEqual(['Open the app.', 'Tap Freeze.']);
  });

  it('takes a sentence of another passage where it is about as good', () => {
    const first = given('a#1', [['Freeze the card.', 0.8]]);
    expect(said(first, given('b#1', [['Report the theft.', 0.78]]))).toEqual(['Freeze the card.', 'Report the theft.']);
    expect(said(first, given('b#1', [['Report the theft.', 0.5]]))).toEqual(['Freeze the card.']);
  });

  it('says no more than is read', () => {
    const many = given(
      'a#1',
      ['One red apple.', 'Two green pears.', 'Three blue plums.', 'Four figs.', 'Five limes.'].map((text) => [
        text,
        0.8,
      ]),
    );
    expect(said(many)).toHaveLength(4);
  });

  it('says once what two articles say', () => {
    const one = given('a#1', [['A replacement card is free.', 0.8]]);
    expect(said(one, given('b#1', [['Free is a replacement card.', 0.79]]))).toEqual(['A replacement card is free.']);
  });

  it('brings the sentence before along with one that leans on it', () => {
    expect(
      said(
        given('a#1', [
          ['The Saver is open to all.', 0.3],
          ['It pays 2%.', 0.9],
        ]),
      ),
    ).toEqual(['The Saver is open to all.', 'It pays 2%.']);
  });

  it('leaves a leaning sentence out where nothing stands before it', () => {
    expect(
      said(
        given('a#1', [
          ['It pays 2%.', 0.9],
          ['The Saver is open to all.', 0.88],
        ]),
      ),
    ).toEqual(['The Saver is open to all.']);
  });

  it('has nothing to say without passages', () => {
    expect(said()).toEqual([]);
  });
});

describe('amounts that contradict each other', () => {
  const old: Partial<RetrievedPassage> = { stale: true, updated: '2025-03-01' };
  const six = 'The overdraft fee is $6 a month.';
  const ten = 'The overdraft fee is $10 a month.';

  it('are settled by the document that is not stale', () => {
    expect(said(given('charges#1', [[ten, 0.9]], old), given('overdraft#1', [[six, 0.7]]))).toEqual([six]);
    expect(said(given('overdraft#1', [[six, 0.9]]), given('charges#1', [[ten, 0.85]], old))).toEqual([six]);
  });

  it('are left to a person where both are in date, whichever is later', () => {
    const later = { updated: '2026-11-10' };
    expect(said(given('charges#1', [[ten, 0.9]], later), given('overdraft#1', [[six, 0.2]]))).toBe('contradiction');
  });

  it('may stand side by side in one document', () => {
    expect(
      said(
        given('fees#1', [
          [six, 0.9],
          [ten, 0.9],
        ]),
      ),
    ).toEqual([six, ten]);
  });
});
