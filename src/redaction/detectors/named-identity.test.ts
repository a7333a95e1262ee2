import { describe, expect, it } from 'vitest';
import { namedHealthNumber, namedIdentity } from './named-identity.ts';

const options = { defaultCountry: 'US' } as const;

/** What the detectors mask, in order. */
function masked(text: string): string[] {
  const found = [namedIdentity, namedHealthNumber].flatMap((detector) => detector.find(text, options));
  return [...new Set(found.map(({ start, end }) => text.slice(start, end)))];
}

describe('namedIdentity and namedHealthNumber', () => {
  it.each([
    ['my national id is 784-1990-1234567-1', ['784-1990-1234567-1']],
    ['Tax number 12/345/67890 please', ['12/345/67890']],
    ['health insurance number: KV 1234567', ['KV 1234567']],
    ['patient id 4482913', ['4482913']],
  ])('finds ids by the words before: %s', (text, values) => {
    expect(masked(text)).toEqual(values);
  });

  it.each(['my national id is lost', 'tax of 12345 dollars', 'the id number field is empty', 'order id 4482913'])(
    'keeps what is said about them, and other numbers: %s',
    (text) => {
      expect(masked(text)).toEqual([]);
    },
  );
});
