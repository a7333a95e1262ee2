import { describe, expect, it } from 'vitest';
import { givenSubject } from '../../../test/support/given-draft.ts';
import { checkGrounding } from './check-grounding.ts';

const passage =
  'If your card is lost or stolen, freeze it in the app at once. A replacement card is free of charge and arrives within 5 working days. You cannot unfreeze a card that was reported stolen.';
const faults = (sentence: string, mode: 'quoted' | 'composed' = 'composed') =>
  checkGrounding(givenSubject({ sentences: [sentence], passages: [passage], mode })).map((finding) => finding.detail);

describe('checkGrounding', () => {
  it.each([
    'A replacement card is free of charge.',
    'Your replacement card arrives within five working days.',
    'You can freeze your lost card in the app.',
    'If the card was stolen, freeze it in the app at once.',
    'The replacement is free.',
  ])('passes %j', (sentence) => {
    expect(faults(sentence)).toEqual([]);
  });

  it.each([
    'Visit your nearest branch with a passport and a utility bill.',
    'I think you will love our premium travel insurance.',
    'Would you like to open a savings account?',
    'Yes.',
  ])('finds %j unsupported', (sentence) => {
    expect(faults(sentence)).toEqual(['low-grounding']);
  });

  it.each(['A replacement card is not free of charge.', 'You can unfreeze a card that was reported stolen.'])(
    'finds that the passage denies %j',
    (sentence) => {
      expect(faults(sentence)).toEqual(['polarity']);
    },
  );

  it('asks quotes to be literal, line breaks apart', () => {
    expect(faults('A replacement card is free of charge\nand arrives within 5 working days.', 'quoted')).toEqual([]);
    expect(faults('A replacement card is free.', 'quoted')).toEqual(['not-literal']);
  });

  it('leaves acknowledgements to policy', () => {
    const subject = givenSubject({
      acknowledgement: 'I am sorry to hear that.',
      sentences: ['A replacement card is free of charge.'],
      passages: [passage],
    });
    expect(checkGrounding(subject)).toEqual([]);
  });
});
