import { describe, expect, it } from 'vitest';
import { plainReference } from './plain-reference.ts';

describe('plainReference', () => {
  it.each([
    ['an address as a system gave it', ' Ada@Example.COM ', undefined, 'ada@example.com'],
    ['an address as a customer spelt it out', 'Ada at example dot com', 'EMAIL', 'ada@example.com'],
    ['an account with its spaces', '2041 77-30', 'ACCOUNT', '20417730'],
  ])('is one for %s', (_what, value, type, plain) => {
    expect(plainReference(value, type)).toBe(plain);
  });

  it('keeps references of a system apart, whatever signs they differ in', () => {
    const references = ['A-1', 'a1', 'A1', '20-41', '2041'];
    expect(references.map((one) => plainReference(one, 'CUSTOMER'))).toEqual(references);
  });
});
