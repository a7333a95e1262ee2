import { describe, expect, it } from 'vitest';
import { isDenied, toSentencePolarity } from './polarity.ts';

const passages = ['A replacement card is free.', 'You cannot share a card.', 'We never ask for your PIN.'].map(
  toSentencePolarity,
);

describe('isDenied', () => {
  it.each(["A replacement card isn't free.", 'You can share a card.', 'We ask for your PIN.'])(
    'finds %j denied',
    (text) => {
      expect(isDenied(text, passages)).toBe(true);
    },
  );

  it.each([
    'The replacement card is free.',
    "You can't share your card.",
    'We do not ask for a PIN.',
    'It is not open on Sunday.',
    'It is.',
  ])('finds %j not denied', (text) => {
    expect(isDenied(text, passages)).toBe(false);
  });
});
