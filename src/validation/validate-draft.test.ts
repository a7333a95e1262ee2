import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DraftStory, givenDraft } from '../../test/support/given-draft.ts';
import { leastProcessorMs } from '../../test/support/processor-time.ts';
import { checkIds } from './finding.ts';
import { validateDraft } from './validate-draft.ts';

const passage =
  'If your card is lost or stolen, freeze it in the app at once. A replacement card is free of charge and arrives within 5 working days. A courier brings it the next day for $15.';

function checksOf(story: DraftStory): string[] {
  const validation = validateDraft(givenDraft({ passages: [passage], ...story }));
  return validation.kind === 'accepted' ? [] : [...new Set(validation.findings.map((finding) => finding.check))];
}

function downRecogniser(): never {
  throw new RangeError('Cannot find personal data: recogniser is down');
}

describe('validateDraft', () => {
  it('accepts a quoted reply with its citation', () => {
    const story = givenDraft({
      mode: 'quoted',
      acknowledgement: 'I understand that this is worrying.',
      sentences: ['A replacement card is free of charge and arrives within 5 working days.'],
      passages: [passage],
    });
    expect(validateDraft(story)).toMatchObject({
      kind: 'accepted',
      reply: {
        text: 'I understand that this is worrying. A replacement card is free of charge and arrives within 5 working days.',
        mode: 'quoted',
        language: 'en',
        citations: story.draft.citations,
      },
    });
  });

  it('accepts a composed reply in other words', () => {
    const sentences = [
      'Your replacement card is free.',
      'It arrives within five business days.',
      'A courier costs 15 dollars.',
    ];
    const validation = validateDraft(givenDraft({ sentences, passages: [passage] }));
    expect(validation).toMatchObject({ kind: 'accepted', reply: { sentences } });
    expect(validation.kind === 'accepted' ? validation.grounded : 0).toBeGreaterThan(0.5);
  });

  it('rejects the price a small model makes up', () => {
    expect(checksOf({ sentences: ['A replacement card costs 100 dollars.'] })).toContain('ungrounded-specifics');
  });

  it('accepts policy words without a citation', () => {
    const sentences = ['A colleague will call you back within 2 hours.', 'Your reference is H-12.'];
    expect(checksOf({ mode: 'scripted', sentences, passages: [] })).toEqual([]);
  });

  it.each([
    ['empty', { sentences: [] }],
    ['length', { sentences: Array.from({ length: 5 }, () => 'A replacement card is free of charge.') }],
    ['language', { sentences: ['A replacement card is free.'], evidence: { language: 'de' } }],
    ['active-content', { sentences: ['A replacement card is <b>free</b> of charge.'] }],
    ['injected-instruction-echo', { sentences: ['As an AI language model, I say it is free.'] }],
    [
      'prohibited-phrase',
      { sentences: ['Calm down.'], rules: { prohibitedPhrases: [{ phrase: 'calm down', rule: 'a:1:1' }] } },
    ],
    [
      'prohibited-topic',
      { sentences: ['Buy shares.'], rules: { prohibitedTopics: [{ id: 'x', phrases: ['shares'], rule: 'a:1:1' }] } },
    ],
    ['commitment', { sentences: ['We will refund the fee.'] }],
    ['personal-data-leak', { sentences: ['Dear [NAME_7], the replacement card is free of charge.'] }],
    ['citation-exists', { sentences: ['A replacement card is free of charge.'], citations: [] }],
    ['ungrounded-specifics', { sentences: ['A replacement card arrives within 6 working days.'] }],
    ['sentence-grounding', { sentences: ['Bring a passport to a branch.'] }],
  ] satisfies [(typeof checkIds)[number], DraftStory][])('names %s', (check, story) => {
    expect(checksOf(story)).toContain(check);
  });

  it('holds policy words to phrases, active content and personal data', () => {
    const rules = { prohibitedPhrases: [{ phrase: 'calm down', rule: 'a:1:1' }] };
    const sentences = ['Calm down, [NAME_7], and click <a href=x>.'];
    expect(checksOf({ mode: 'scripted', sentences, rules })).toEqual([
      'active-content',
      'prohibited-phrase',
      'personal-data-leak',
    ]);
  });

  it('lets a recogniser that is down stop the draft', () => {
    const story = givenDraft({ sentences: ['It is free.'], passages: [passage] });
    const evidence = { ...story.evidence, findPersonalData: downRecogniser };
    expect(() => validateDraft({ ...story, evidence })).toThrow(RangeError);
  });

  it('judges any text without a fault, and says nothing of it in findings', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem({ mode: 'sentences' }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), text, (sentences, held) => {
        const validation = validateDraft(givenDraft({ sentences, passages: [held] }));
        if (validation.kind === 'accepted') return;
        for (const { check, detail, span } of validation.findings) {
          expect(checkIds).toContain(check);
          expect(detail).toMatch(/^[a-z0-9 -]+$/i);
          expect(span === null || span.start < span.end).toBe(true);
        }
      }),
    );
  });
});

describe('validateDraft, against the clock', () => {
  const hostile = [
    'a',
    'A. ',
    '1 ',
    '$1 ',
    '[A](',
    '<',
    '![',
    'java ',
    "I'll ",
    'we will ',
    '\u202E',
    '٣',
    'a@b.',
    '(+1',
  ];

  it.each(hostile)('refuses much of %j in 200 ms', (piece) => {
    for (const length of [100_000, 6_000]) {
      const story = givenDraft({ sentences: [piece.repeat(length / piece.length)], passages: [passage] });
      const spent = leastProcessorMs(() => expect(validateDraft(story).kind).toBe('rejected'));
      expect(spent).toBeLessThan(200);
    }
  });

  it('takes a millisecond or two for four sentences', () => {
    const sentences = [
      'If your card is lost or stolen, freeze it in the app.',
      'A replacement card is free of charge.',
      'It arrives within five working days.',
      'A courier brings it the next day for $15.',
    ];
    const times: number[] = [];
    for (let run = 0; run < 600; run += 1) {
      // Passages are other objects in every turn, so nothing prepared for the last one helps.
      const story = givenDraft({ sentences, passages: [passage, passage.repeat(4)] });
      times.push(leastProcessorMs(() => expect(validateDraft(story).kind).toBe('accepted')));
    }
    const warm = times.slice(200).sort((a, b) => a - b);
    const [p50 = 0, p95 = 0] = [warm[200], warm[380]];
    process.stdout.write(`validation of four sentences: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms\n`);
    // The tail of a shared processor says little; the benchmark holds the p95 of 2 ms on a quiet one.
    expect(p50).toBeLessThan(3);
  });
});
