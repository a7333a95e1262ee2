import { describe, expect, it } from 'vitest';
import { alertsSchema } from '../policy/alerts-schema.ts';
import { tryAlertExamples } from './try-example.ts';

/** Findings of one rule with these examples, as `list index detail`. */
function tried(when: object, lists: object, more: object = {}): readonly string[] {
  const rule = { id: 'rule', severity: 'info', when, text: { en: 'Look.' }, ...more, ...lists };
  const [parsed] = alertsSchema.parse({ rules: [rule] }).rules;
  if (parsed === undefined) throw new Error('There is no rule');
  return tryAlertExamples(parsed).flatMap(({ list, index, detail }) =>
    detail === '' ? [] : [`${list} ${index} ${detail}`],
  );
}
const counted = (outcome: string, value: number) => ({ labels: { outcome }, value });
const turns = { metric: 'confidant_turns_total', where: { outcome: 'handed-over' }, withinMinutes: 30 };

describe('tryAlertExamples', () => {
  it('finds each example that does not come out, by list and place', () => {
    const when = { kind: 'part', part: 'policy', is: ['degraded'] };
    expect(tried(when, { examples: [{ state: 'degraded' }], not: [{ state: 'ready' }] })).toEqual([]);
    const turned = { examples: [{ state: 'degraded' }, { state: 'ready' }], not: [{ state: 'degraded' }] };
    expect(tried(when, turned)).toEqual(['examples 1 nobody is told of it', 'not 0 people are told of it']);
  });

  it('tells nobody of what does not last', () => {
    const when = { kind: 'gauge', metric: 'confidant_log_entries', above: 20 };
    const lists = {
      examples: [{ series: [{ value: 21 }] }, { series: [{ value: 21 }], lastsSeconds: 60 }],
      not: [{ series: [{ value: 21 }], lastsSeconds: 59 }, { series: [{ value: 20 }] }],
    };
    expect(tried(when, lists, { forSeconds: 60 })).toEqual([]);
  });

  it('takes series as growth within the time of a rule over a counter', () => {
    const growth = { kind: 'growth', ...turns, atLeast: 3 };
    const lists = {
      examples: [{ series: [counted('handed-over', 3), counted('answered', 50)] }],
      not: [{ series: [counted('handed-over', 2), counted('answered', 50)] }],
    };
    expect(tried(growth, lists, { forSeconds: 600 })).toEqual([]);
    const share = { kind: 'share', ...turns, above: 0.5, atLeast: 10 };
    const shares = {
      examples: [{ series: [counted('handed-over', 6), counted('answered', 4)] }],
      not: [{ series: [counted('handed-over', 5), counted('answered', 5)] }, { series: [counted('handed-over', 9)] }],
    };
    expect(tried(share, shares)).toEqual([]);
  });

  it('compares a jump with what was before, and finds none without it', () => {
    const when = { kind: 'jump', ...turns, times: 2, above: 0.3, atLeast: 20, comparedMinutes: 1_440 };
    const series = [counted('handed-over', 10), counted('answered', 10)];
    const lists = {
      examples: [{ before: [counted('handed-over', 50), counted('answered', 150)], series }],
      not: [{ before: [counted('handed-over', 60), counted('answered', 140)], series }, { series }],
    };
    expect(tried(when, lists)).toEqual([]);
  });
});
