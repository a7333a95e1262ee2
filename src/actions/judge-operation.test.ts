import { describe, expect, it } from 'vitest';
import { givenOperation } from '../../test/support/given-operation.ts';
import { judgeOperation, toFacts } from './judge-operation.ts';
import { textAt, valueAt } from './value-at.ts';

const operation = givenOperation(`
    facts: { operation: look, values: { status: { type: string, at: order.status }, days: { type: integer, at: days } } }
    rules:
      - { id: gone, when: 'status == "gone"', decide: hand-over, reason: out-of-scope }
      - { id: late, when: days > 30, decide: refuse }
      - { id: fresh, when: days <= 1, decide: allow }
      - { id: angry, when: 'sentimentLabel == "angry"', decide: hand-over }`);
const judge = (facts: object) =>
  judgeOperation(operation, { status: 'there', days: 5, sentimentLabel: 'neutral', ...facts });

describe('judgeOperation', () => {
  it('takes the first rule that holds, and allows where none does', () => {
    expect(judge({})).toEqual({ kind: 'allow', rule: null });
    expect(judge({ status: 'gone', days: 40 })).toMatchObject({
      kind: 'hand-over',
      reason: 'out-of-scope',
      rule: { id: 'gone' },
    });
    expect(judge({ days: 31 })).toMatchObject({ kind: 'refuse', rule: { id: 'late' } });
    expect(judge({ days: 1, sentimentLabel: 'angry' })).toMatchObject({ kind: 'allow', rule: { id: 'fresh' } });
    expect(judge({ sentimentLabel: 'angry' })).toMatchObject({ kind: 'hand-over', reason: 'action-approval' });
  });

  it('hands over where a rule cannot be asked', () => {
    expect(judgeOperation(operation, { status: 'there' })).toMatchObject({
      kind: 'hand-over',
      reason: 'action-failed',
    });
  });
});

describe('toFacts', () => {
  it('takes declared values of declared types alone', () => {
    expect(toFacts(operation, { order: { status: 'there' }, days: 3, more: 1 })).toEqual({
      facts: { status: 'there', days: 3 },
    });
    expect(toFacts(operation, { order: { status: 'there' }, days: '3' })).toEqual({ lacks: 'days' });
    expect(toFacts(operation, { days: 3 })).toEqual({ lacks: 'status' });
  });
});

describe('valueAt', () => {
  it('follows own keys and places of lists, and nothing inherited', () => {
    const answer: unknown = JSON.parse('{"a":{"b":[{"c":7}]},"__proto__":{"x":1}}');
    expect(valueAt(answer, 'a.b.0.c')).toBe(7);
    expect([valueAt(answer, 'constructor.name'), valueAt(answer, 'a.toString'), valueAt(null, 'a')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([textAt(answer, 'a.b.0.c'), textAt(answer, 'a')]).toEqual(['7', undefined]);
  });
});
