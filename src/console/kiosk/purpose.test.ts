import { describe, expect, it } from 'vitest';
import { parseFacts } from './fact.ts';
import { parseChoice, parsePurposes } from './purpose.ts';

const notice = { version: '1', language: 'de', text: 'Dürfen wir?' };
const at = '2026-11-21T09:00:00.000Z';
const asked = {
  purpose: 'remember-me',
  title: 'Remembering',
  optional: true,
  notice,
  keepDays: 30,
  granted: null,
  at: null,
};

describe('parsePurposes', () => {
  it('keeps what rests on consent, with the words and their language', () => {
    const purposes = parsePurposes({ items: [{ ...asked, purpose: 'support', optional: false }, asked] });
    const words = { text: 'Dürfen wir?', language: 'de' };
    expect(purposes).toEqual([
      { id: 'remember-me', title: 'Remembering', notice: words, choice: undefined, keepDays: 30 },
    ]);
  });

  it('takes a no for a choice', () => {
    expect(parsePurposes({ items: [{ ...asked, granted: false, at }] })[0]?.choice).toEqual({ granted: false, at });
  });

  it('asks nothing without the words a yes is given to', () => {
    const wordless = { items: [{ ...asked, notice: { version: '1' } }] };
    expect(() => parsePurposes(wordless)).toThrow(expect.objectContaining({ code: 'unreadable-answer' }));
    expect(parsePurposes('<html>')).toEqual([]);
  });
});

describe('parseChoice', () => {
  it('believes no answer that does not say what was chosen', () => {
    for (const answer of [{}, { granted: 'yes', at }, { granted: true }, null])
      expect(() => parseChoice(answer)).toThrow(expect.objectContaining({ code: 'unreadable-answer' }));
  });
});

describe('parseFacts', () => {
  it('tells no facts from no answer', () => {
    expect(parseFacts({ items: [] })).toEqual([]);
    for (const answer of [{}, { items: [{ kind: 'preferred-language' }] }])
      expect(() => parseFacts(answer)).toThrow(expect.objectContaining({ code: 'unreadable-answer' }));
  });
});
