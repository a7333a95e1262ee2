import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradeVerdict, parseJudgeExamination } from './judge-examination.ts';
import { examine } from './qualification.ts';

const TEXT = `id: judge
version: 1
pass:
  overall: 0.6
  perKind: { none: 1 }
intents:
  - { id: fees, title: Fees, examples: [what does it cost] }
  - { id: refund, title: Refund, examples: [where is my refund] }
items:
  - { id: a, kind: plain, message: the price, candidates: [refund, fees], right: fees }
  - { id: b, kind: near, message: my money, candidates: [fees, refund], right: refund }
  - { id: c, kind: none, message: the weather, candidates: [fees, refund], right: none }
`;
const examination = parseJudgeExamination(TEXT, 'judge.yaml');
const [first] = examination.items;

describe('parseJudgeExamination', () => {
  it('gives each item its candidates in their order', () => {
    expect(first?.candidates.map(({ id }) => id)).toEqual(['refund', 'fees']);
    expect(examination.sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  it.each([
    ['an intent nobody knows', TEXT.replace('[refund, fees]', '[refund, fee]'), 'judge.yaml:10:'],
    ['a right answer that is no candidate', TEXT.replace('right: fees', 'right: savings'), 'judge.yaml:10:'],
    ['a candidate named twice', TEXT.replace('[refund, fees]', '[fees, fees]'), 'judge.yaml:10:'],
    ['an id that is taken', TEXT.replace('id: b', 'id: a'), 'judge.yaml:11:'],
    ['a share for a kind without items', TEXT.replace('{ none: 1 }', '{ injection: 1 }'), 'judge.yaml:5:'],
  ])('refuses %s and names its place', (_what, text, position) => {
    expect(() => parseJudgeExamination(text, 'judge.yaml')).toThrow(
      expect.objectContaining({ code: 'examination-invalid', message: expect.stringContaining(position) }),
    );
  });
});

describe('gradeVerdict', () => {
  it.each([
    ['the right one ahead', [0.2, 0.7, 0.1], []],
    ['another one ahead', [0.7, 0.2, 0.1], [{ kind: 'wrong-choice', phrase: 'refund in place of fees' }]],
    ['none of them ahead', [0.1, 0.2, 0.7], [{ kind: 'wrong-choice', phrase: 'none in place of fees' }]],
    ['two as likely', [0.4, 0.4, 0.2], [{ kind: 'wrong-choice', phrase: 'refund in place of fees' }]],
    ['no answer', [], [{ kind: 'wrong-choice', phrase: 'refund in place of fees' }]],
  ])('grades a verdict with %s', (_what, probabilities, expected) => {
    if (first === undefined) throw new Error('There is no item');
    expect(gradeVerdict(first, probabilities)).toEqual(expected);
  });
});

describe('the examination that ships', () => {
  const shipped = parseJudgeExamination(readFileSync('models/examinations/judge.yaml', 'utf8'), 'judge.yaml');

  it('asks forty messages of every kind', () => {
    expect(shipped.items).toHaveLength(40);
    expect(new Set(shipped.items.map(({ kind }) => kind))).toEqual(new Set(['plain', 'near', 'none', 'injection']));
  });

  it.each([0, 1, 2, 3])('is passed by nobody who always says letter %d', async (letter) => {
    const always = shipped.items.map((_, index) => (index === letter ? 1 : 0));
    const { overall, passed } = await examine({
      examination: shipped,
      grade: async (item) => gradeVerdict(item, always.slice(0, item.candidates.length + 1)),
    });
    expect(passed).toBe(false);
    expect(overall).toBeLessThan(0.3);
  });
});
