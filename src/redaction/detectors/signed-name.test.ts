import { describe, expect, it } from 'vitest';
import { signedName } from './signed-name.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detector masks, in order. */
function masked(text: string): string[] {
  return signedName.find(text, options).map(({ start, end }) => text.slice(start, end));
}

describe('signedName', () => {
  it.each([
    ['Please help.\n\nBest regards,\nJohn Smith', ['John Smith']],
    ['thanks\njane', ['jane']],
    ['It broke. Thanks, Maria', ['Maria']],
    ['Mit freundlichen Grüßen\nJörg Müller\n', ['Jörg Müller']],
  ])('finds names under a message: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['Thanks for that.', 'Thanks,\nI need help with my card', 'thanks, it works', 'Thank you, Please hurry up'])(
    'keeps thanks without a name: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
