import { describe, expect, it } from 'vitest';
import { implies, toTerms } from './condition-terms.ts';

const holds = (narrow: string, wide: string) => implies(toTerms(narrow), toTerms(wide));

describe('implies', () => {
  it.each([
    ['stale && sensitive', 'stale'],
    ['stale  &&  sensitive', 'sensitive && stale'],
    ['amount > 900.0', 'amount > 500.0'],
    ['amount > 500', 'amount >= 500'],
    ['relevance < 0.3', 'relevance < 0.5'],
    ['intent == "refund"', 'intent in ["refund", "fees"]'],
    ['intent in ["a", "b"]', 'intent in ["b", "a", "c"]'],
    ['intent == "a && b" && stale', 'intent == "a && b"'],
    ['(stale || sensitive) && amount > 2', 'amount > 1'],
  ])('sees that %s is narrower than %s', (narrow, wide) => {
    expect(holds(narrow, wide)).toBe(true);
  });

  it.each([
    ['stale', 'stale && sensitive'],
    ['amount > 500', 'amount > 900'],
    ['amount >= 500', 'amount > 500'],
    ['amount > 5', 'amount < 9'],
    ['stale || sensitive', 'stale'],
    ['stale && verified || sensitive', 'stale'],
    ['intent == "a"', 'intent in ["b"]'],
    ['intent == "a"', 'category == "a"'],
    ['(stale && sensitive) || verified', 'verified'],
  ])('does not take %s for narrower than %s', (narrow, wide) => {
    expect(holds(narrow, wide)).toBe(false);
  });
});
