import { describe, expect, it } from 'vitest';
import { deIdentityCard } from './de-identity-card.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return deIdentityCard.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('deIdentityCard', () => {
  it.each([['Personalausweis L01X00T471', ['L01X00T471']]])(
    'finds what the check or the words prove: %s',
    (text, values) => {
      expect(masked(text)).toEqual(values);
    },
  );

  it.each(['L01X00T471'])('keeps what neither proves: %s', (text) => {
    expect(masked(text)).toEqual([]);
  });
});
