import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseExamination } from './examination.ts';
import { gradeAnswer } from './grade-answer.ts';
import { examine } from './qualification.ts';

const TEXT = `id: compose
version: 1
refusals: [I do not have that information]
pass:
  overall: 0.6
  perKind: { figures: 1 }
items:
  - { id: a, kind: grounded, passages: [{ title: T, text: It is free. }], question: Cost?, mustContain: [free] }
  - { id: b, kind: grounded, passages: [], question: Fee?, mustContain: [none] }
  - { id: c, kind: figures, passages: [], question: How much?, mustContain: [25 €] }
`;

const examination = parseExamination(TEXT, 'compose.yaml');

describe('examine', () => {
  it('passes a model that reaches every share, and says what it missed', async () => {
    const answers: Record<string, string> = { a: 'It is free.', b: 'I cannot say.', c: 'It costs 25€.' };
    const seen: string[] = [];
    const result = await examine({
      examination,
      grade: async (item) => gradeAnswer(item, answers[item.id] ?? '', examination.refusals),
      onProgress: (done, of, { id }) => seen.push(`${done}/${of} ${id}`),
    });

    expect(result).toMatchObject({ passed: true, perKind: { grounded: 0.5, figures: 1 } });
    expect(result.overall).toBeCloseTo(2 / 3);
    expect(result.items[1]).toMatchObject({ id: 'b', passed: false, why: [{ kind: 'missing', phrase: 'none' }] });
    expect(seen).toEqual(['1/3 a', '2/3 b', '3/3 c']);
  });

  it('fails a model that is good overall and short in one kind', async () => {
    const answers: Record<string, string> = { a: 'free', b: 'none', c: 'It costs 125€.' };
    const result = await examine({
      examination,
      grade: async (item) => gradeAnswer(item, answers[item.id] ?? '', examination.refusals),
    });
    expect(result.overall).toBeGreaterThan(0.6);
    expect(result.passed).toBe(false);
  });

  it('lets a fault of the engine end the examination', async () => {
    const run = { examination, grade: async () => Promise.reject(new Error('engine is down')) };
    await expect(examine(run)).rejects.toThrow('engine is down');
  });
});

describe('parseExamination', () => {
  it('carries the hash of its very text', () => {
    expect(examination.sha256).toBe(createHash('sha256').update(TEXT).digest('hex'));
    expect(examination.version).toBe('1');
  });

  it.each([
    ['an item that asks nothing', TEXT.replace(', mustContain: [free]', ''), 'compose.yaml:8:5'],
    ['an id that is taken', TEXT.replace('id: b', 'id: a'), 'compose.yaml:9:11'],
    ['a share for a kind without items', TEXT.replace('{ figures: 1 }', '{ tone: 1 }'), 'compose.yaml:6:20'],
    ['a kind nobody knows', TEXT.replace('kind: figures', 'kind: numbers'), 'compose.yaml:10:20'],
  ])('refuses %s and names its place', (_, text, position) => {
    expect(() => parseExamination(text, 'compose.yaml')).toThrow(
      expect.objectContaining({ code: 'examination-invalid', message: expect.stringContaining(position) }),
    );
  });

  it.skipIf(!existsSync('models/examinations/compose.yaml'))('accepts the examination that ships', () => {
    const shipped = parseExamination(readFileSync('models/examinations/compose.yaml', 'utf8'), 'compose.yaml');
    expect(shipped.id).toBe('compose');
  });
});
