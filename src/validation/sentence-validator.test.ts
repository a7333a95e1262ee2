import { describe, expect, it } from 'vitest';
import { givenCitation, givenDraft } from '../../test/support/given-draft.ts';
import { createSentenceValidator } from './sentence-validator.ts';
import { validateDraft } from './validate-draft.ts';

const passage = 'A replacement card is free of charge and arrives within 5 working days. We have 100 branches.';
const { evidence, rules } = givenDraft({ passages: [passage] });
const given = { evidence, rules, mode: 'composed', language: 'en' } as const;

describe('createSentenceValidator', () => {
  it('accepts in the end what it accepted sentence by sentence', () => {
    const validator = createSentenceValidator({ ...given, acknowledgement: 'I see.' });
    expect(validator.push('A replacement card is free.')).toEqual({ kind: 'ok' });
    expect(validator.push('It arrives within 5 working days.')).toEqual({ kind: 'ok' });
    expect(validator.finish()).toMatchObject({
      kind: 'accepted',
      reply: {
        text: 'I see. A replacement card is free. It arrives within 5 working days.',
        citations: [
          { passage: 'cards#1', quote: 'A replacement card is free of charge and arrives within 5 working days.' },
        ],
      },
    });
  });

  it('finds what two sentences say together', () => {
    const validator = createSentenceValidator(given);
    expect(validator.push('The replacement card is 100.').kind).toBe('ok');
    expect(validator.push('Dollars are charge.')).toMatchObject({
      kind: 'rejected',
      findings: expect.arrayContaining([expect.objectContaining({ check: 'ungrounded-specifics', detail: 'money' })]),
    });
  });

  it('stays rejected', () => {
    const validator = createSentenceValidator(given);
    expect(validator.push('A replacement card costs 100 dollars.').kind).toBe('rejected');
    expect(validator.push('A replacement card is free.').kind).toBe('rejected');
    expect(validator.finish().kind).toBe('rejected');
  });

  it('rejects a reply without a sentence', () => {
    expect(createSentenceValidator(given).finish()).toMatchObject({ kind: 'rejected' });
  });

  it('cites what it is told to', () => {
    const citations = evidence.passages.map((one) => givenCitation(one));
    const validator = createSentenceValidator({ ...given, citations });
    validator.push('A replacement card is free.');
    expect(validator.finish()).toMatchObject({ reply: { citations } });
    const none = createSentenceValidator({ ...given, citationsFor: () => [] });
    expect(none.push('A replacement card is free.')).toMatchObject({ kind: 'rejected' });
  });

  it('judges as the whole is judged', () => {
    const sentences = ['A replacement card is free.', 'It arrives within 5 working days.'];
    const citations = evidence.passages.map((one) => givenCitation(one));
    const validator = createSentenceValidator({ ...given, citations });
    for (const sentence of sentences) validator.push(sentence);
    const draft = { acknowledgement: '', sentences, language: 'en', mode: 'composed', citations } as const;
    expect(validator.finish()).toEqual(validateDraft({ draft, evidence, rules }));
  });
});
