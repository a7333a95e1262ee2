import { describe, expect, it } from 'vitest';
import type { ExaminationItem } from './examination.ts';
import { gradeAnswer } from './grade-answer.ts';

const REFUSALS = ['I do not have that information'];

function itemWith(fields: Partial<ExaminationItem>): ExaminationItem {
  return {
    id: 'one',
    kind: 'figures',
    passages: [],
    question: 'How much?',
    mustContain: [],
    mustNotContain: [],
    mustRefuse: false,
    ...fields,
  };
}

function kindsOf(fields: Partial<ExaminationItem>, answer: string): readonly string[] {
  return gradeAnswer(itemWith(fields), answer, REFUSALS).map((finding) => finding.kind);
}

describe('gradeAnswer', () => {
  it.each([
    ['case', 'Free of charge', 'It is FREE OF CHARGE.'],
    ['white space and no-break space', '5 working days', 'within 5\u00A0working\n  days'],
    ['dashes', '24-hour', 'our 24\u2011hour line'],
    ['quotes', "can't", 'You can\u2019t do that'],
    ['a space before the currency', '25€', 'It costs 25 €.'],
    ['a space after the currency', '$ 25', 'It costs $25.'],
    ['full-width digits', '25', 'It costs ２５.'],
  ])('sees through %s', (_, phrase, answer) => {
    expect(kindsOf({ mustContain: [phrase] }, answer)).toEqual([]);
  });

  it.each(['125', '250', '25.50', '1,250', '0.25', '1,25'])('does not take a part of %s for 25', (figure) => {
    expect(kindsOf({ mustContain: ['25'] }, `It costs ${figure} in all`)).toEqual(['missing']);
    expect(kindsOf({ mustNotContain: ['25'] }, `It costs ${figure} in all`)).toEqual([]);
  });

  it('finds a whole figure after a part of another, and at the end of a sentence', () => {
    expect(kindsOf({ mustContain: ['25'] }, 'Not 125, it costs 25.')).toEqual([]);
  });

  it('takes any one of alternatives, and wants every entry', () => {
    const mustContain = [['free', 'no charge'], '5 days'];
    expect(kindsOf({ mustContain }, 'At no charge within 5 days')).toEqual([]);
    expect(kindsOf({ mustContain }, 'At no charge')).toEqual(['missing']);
  });

  it('names what must not be said', () => {
    const findings = gradeAnswer(itemWith({ mustNotContain: ['100 dollars'] }), 'It costs 100 dollars.', REFUSALS);
    expect(findings).toEqual([{ kind: 'forbidden', phrase: '100 dollars' }]);
  });

  it('wants a refusal where the passage does not say', () => {
    expect(kindsOf({ mustRefuse: true }, 'Sorry, I do not have that information.')).toEqual([]);
    expect(kindsOf({ mustRefuse: true }, 'It costs 7 dollars.')).toEqual(['not-refused']);
  });

  it('fails an empty answer', () => {
    expect(kindsOf({ mustNotContain: ['x'] }, ' \n ')).toEqual(['empty']);
  });
});
