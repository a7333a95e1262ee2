import { describe, expect, it } from 'vitest';
import { splitClauses, withoutUnwanted } from './split-clauses.ts';

describe('splitClauses', () => {
  it.each([
    ['I lost my card in town. How do I raise my overdraft?', 2],
    ['my card is blocked and how do I change my address', 2],
    ['I need a new card; also what does a transfer abroad cost', 2],
    ['how long does a transfer take and what does it cost', 2],
    ['how do I freeze my card', 0],
    ['Hello there. How do I freeze my card?', 0],
    ['terms and conditions of the savings account', 0],
  ])('finds the pieces of "%s"', (text, pieces) => {
    expect(splitClauses(text)).toHaveLength(pieces);
  });

  it('looks at a few pieces of a long message', () => {
    expect(splitClauses('What does a transfer cost? '.repeat(400)).length).toBeLessThanOrEqual(5);
  });
});

describe('withoutUnwanted', () => {
  it.each([
    ['I do not want to close my account, I want to open one', 'I want to open a account'],
    ["I don't want to pay this fee. What can I do about it?", "I don't want to pay this fee. What can I do about it?"],
    ["I'm not asking about my card but about my account fees", 'but about my account fees'],
    ['I do not want to pay this fee', 'I do not want to pay this fee'],
    ['how do I freeze my card', 'how do I freeze my card'],
  ])('leaves out what is not asked for: %s', (text, rest) => {
    expect(withoutUnwanted(text)).toBe(rest);
  });
});
