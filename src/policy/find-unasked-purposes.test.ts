import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { findUnaskedPurposes } from './find-unasked-purposes.ts';

const memory = 'memory: { basis: consent, purposes: [remember-me, accessible-service], keepDays: 365 }';
const found = (changed: string) => findUnaskedPurposes(givenPolicy({ 'privacy.yaml': [memory, changed] }));

describe('findUnaskedPurposes', () => {
  it('finds none in the shipped policy', () => {
    expect(findUnaskedPurposes(givenPolicy())).toEqual([]);
  });

  it.each([
    ['is not there', 'answering'],
    ['rests on something else', 'support'],
  ])('names a purpose that %s, where it stands', (_, purpose) => {
    expect(found(memory.replace('accessible-service', purpose))).toEqual([
      expect.stringMatching(
        new RegExp(`^policies/privacy\\.yaml:\\d+:53 class memory rests on consent, .* "${purpose}"$`, 'u'),
      ),
    ]);
  });

  it('asks no consent for what does not rest on it', () => {
    expect(found('memory: { basis: legitimate-interests, purposes: [answering] }')).toEqual([]);
  });

  it('says nothing of a class that is left out', () => {
    expect(found('')).toEqual([]);
  });
});
