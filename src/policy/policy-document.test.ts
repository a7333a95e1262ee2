import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parsePolicyDocument } from './policy-document.ts';
import { PolicyError } from './policy-error.ts';

const schema = z.strictObject({ rules: z.array(z.strictObject({ id: z.string(), weight: z.number() })) });
const text = ['# rules', 'rules:', '  - id: one', '    weight: 1', '  - id: two', '    weight: 2', ''].join('\n');
const refusalOf = (bad: string): PolicyError => {
  try {
    parsePolicyDocument('p/rules.yaml', bad, schema);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error('The document was taken');
};

describe('parsePolicyDocument', () => {
  it('gives the value, and the place of every part', () => {
    const { value, locate } = parsePolicyDocument('p/rules.yaml', text, schema);
    expect(value.rules.map((rule) => rule.id)).toEqual(['one', 'two']);
    expect(locate(['rules', 1])).toBe('p/rules.yaml:5:5');
    expect(locate(['rules', 1, 'weight'])).toBe('p/rules.yaml:6:13');
  });

  it('names the nearest part above one that is not written', () => {
    const { locate } = parsePolicyDocument('p/rules.yaml', text, schema);
    expect(locate(['rules', 0, 'queue'])).toBe('p/rules.yaml:3:5');
    expect(locate(['nothing'])).toBe('p/rules.yaml:1:1');
  });

  it('names the place of every value that does not fit', () => {
    const error = refusalOf(text.replace('weight: 1', 'weight: heavy').replace('weight: 2', 'wait: 2'));
    expect(error.code).toBe('policy-invalid');
    expect(error.findings.map((finding) => finding.split(' ')[0])).toEqual([
      'p/rules.yaml:4:13',
      'p/rules.yaml:5:5',
      'p/rules.yaml:6:11',
    ]);
  });

  it.each([
    ['a bracket that is never closed', 'rules: [', 'p/rules.yaml:1:'],
    ['a key that stands twice', 'rules: []\nrules: []', 'p/rules.yaml:2:1'],
    [
      'aliases that grow without end',
      `a: &a [x]\nb: &b [${'*a,'.repeat(99)}]\nrules: [${'*b,'.repeat(99)}]`,
      'p/rules.yaml:1:1',
    ],
  ])('refuses %s', (_, bad, place) => {
    const error = refusalOf(bad);
    expect(error.code).toBe('policy-syntax');
    expect(error.findings[0]?.startsWith(place)).toBe(true);
  });

  it.each(['', '- one', 'null', 'rules'])('refuses the document %j', (bad) => {
    expect(refusalOf(bad).code).toBe('policy-invalid');
  });
});
