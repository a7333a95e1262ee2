import { describe, expect, it } from 'vitest';
import { givenCitation, givenPassage, givenSubject } from '../../../test/support/given-draft.ts';
import { checkSpecifics } from './check-specifics.ts';

const kinds = (sentences: string[], passages: string[], acknowledgement = '') =>
  checkSpecifics(givenSubject({ sentences, passages, acknowledgement })).map((finding) => finding.detail);

describe('checkSpecifics', () => {
  it('finds the price a small model makes up', () => {
    const subject = givenSubject({
      sentences: ['A replacement card costs 100 dollars.'],
      passages: ['A replacement card is free of charge and arrives within 5 working days.'],
    });
    expect(checkSpecifics(subject)).toEqual([
      { check: 'ungrounded-specifics', sentence: 0, span: { start: 25, end: 36 }, detail: 'money' },
    ]);
  });

  it('passes a figure of the passage', () => {
    expect(kinds(['Our fee is $15.'], ['The fee for a courier is 15 dollars.'])).toEqual([]);
  });

  it('finds a figure cut over two sentences', () => {
    expect(kinds(['It costs 100.', 'Dollars are taken.'], ['We have 100 branches.'])).toContain('money');
    expect(kinds(['It costs.', '100 dollars.'], ['It is free.'])).toContain('money');
  });

  it('looks only at passages the draft cites', () => {
    const cited = givenPassage('A card is free.');
    const other = givenPassage('A courier costs $15.', { id: 'cards#2' });
    const subject = givenSubject({
      sentences: ['It costs $15.'],
      evidence: { passages: [cited, other] },
      citations: [givenCitation(cited)],
    });
    expect(checkSpecifics(subject)).toHaveLength(1);
  });

  it('leaves acknowledgements to policy', () => {
    expect(kinds(['It is free.'], ['It is free.'], 'We are here 24 hours a day.')).toEqual([]);
  });
});
