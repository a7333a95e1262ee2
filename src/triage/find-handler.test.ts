import { describe, expect, it } from 'vitest';
import { givenPolicy } from '../../test/support/given-policy.ts';
import { toWords } from '../policy/phrase-pattern.ts';
import { findHandler } from './find-handler.ts';

const policy = givenPolicy();
const called = (text: string) => findHandler(policy, toWords(text))?.id ?? null;

describe('findHandler', () => {
  it.each([
    ['my laywer will write to you', 'legal'],
    ['get me an opperator', 'person-please'],
    ['how do I freeze my card', null],
  ])('finds the words of policy, also misspelt: %s', (text, id) => {
    expect(called(text)).toBe(id);
  });

  it('lets an exception take back the phrase it overlaps, and no other', () => {
    expect(called('I pay a fee to my lawyer every month')).toBeNull();
    expect(called('I pay a fee to my lawyer every month, and now I will sue you')).toBe('legal');
  });

  it('takes the first handler of the file whose words stand there', () => {
    expect(called('let me speak to a person or I will kill myself')).toBe('self-harm-or-violence');
    expect(called('my lawyer says that my account has been hacked')).toBe('account-security');
  });

  it('reads the longest message in time', () => {
    const words = toWords('I took the card to a person in the bank and never ... '.repeat(150));
    const before = process.cpuUsage();
    findHandler(policy, words);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(150);
  });
});
