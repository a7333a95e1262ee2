import { describe, expect, it } from 'vitest';
import { harmlessRules } from '../../test/support/given-draft.ts';
import { validateText } from './validate-text.ts';

const passages = [
  { text: 'A replacement card is free of charge.' },
  { text: 'It arrives within 5 working days.' },
  { text: '' },
];
const judge = (reply: string, given = passages) =>
  validateText({
    reply,
    passages: given,
    question: null,
    language: 'en',
    findPersonalData: () => [],
    rules: harmlessRules,
  });

describe('validateText', () => {
  it('accepts a reply that its passages bear out', () => {
    const { accepted, grounded, findings } = judge('A replacement card is free. It arrives within five working days.');
    expect({ accepted, findings }).toEqual({ accepted: true, findings: [] });
    expect(grounded).toBeGreaterThan(0.5);
  });

  it('names check and place of what they do not', () => {
    const { accepted, findings } = judge('A replacement card costs 100 dollars.');
    expect(accepted).toBe(false);
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'ungrounded-specifics', span: { start: 25, end: 36 }, detail: 'money' }),
    );
  });

  it('accepts nothing without a passage', () => {
    expect(judge('A replacement card is free.', [])).toMatchObject({ accepted: false, grounded: expect.any(Number) });
  });
});
