import { describe, expect, it } from 'vitest';
import { alertInconsistencies } from './alert-sources.ts';
import { alertsSchema } from './alerts-schema.ts';
import { parsePolicyDocument } from './policy-document.ts';

const part = '{ kind: part, part: policy, is: [degraded] }';
const gauge = '{ kind: gauge, metric: confidant_handovers_waiting, above: 20 }';
const jump =
  '{ kind: jump, metric: confidant_turns_total, where: { outcome: answered }, times: 2, above: 0.1, atLeast: 1, withinMinutes: 5, comparedMinutes: 60 }';
const series = 'series: [{ labels: { queue: cards }, value: 21 }]';

/** Findings about a rule with one example. */
function found(when: string, example: string): readonly string[] {
  const text = `rules:\n  - id: rule\n    severity: info\n    when: ${when}\n    text: { en: Look. }\n    not:\n      - { ${example} }\n`;
  return [...alertInconsistencies(parsePolicyDocument('alerts.yaml', text, alertsSchema))];
}

describe('alertInconsistencies', () => {
  it.each([
    [part, 'state: degraded'],
    [gauge, series],
    [jump, 'series: [{ value: 1 }], before: [{ value: 1 }]'],
  ])('takes an example that can be of its rule', (when, example) => {
    expect(found(when, example)).toEqual([]);
  });

  it.each([
    ['a part without a state', part, series, 'names the "state" of a part alone'],
    ['a metric without series', gauge, 'state: degraded', 'names "series" of a metric, and no "state"'],
    ['a label the metric has not', gauge, series.replace('queue', 'mood'), 'has no label "mood"'],
    ['a time before that is compared with nothing', gauge, `${series}, before: [{ value: 1 }]`, 'names "before"'],
  ])('names an example of %s, where it stands', (_, when, example, what) => {
    expect(found(when, example)).toEqual([expect.stringContaining(what)]);
    expect(found(when, example)[0]).toMatch(/^alerts\.yaml:7:9 /u);
  });

  it('names metrics, parts and labels nothing knows', () => {
    for (const [when, what] of [
      [gauge.replace('waiting', 'weighting'), 'unknown metric "confidant_handovers_weighting"'],
      [part.replace('policy', 'polity'), 'unknown part "polity"'],
      [gauge.replace('above', 'where: { mood: angry }, above'), 'has no label "mood"'],
    ] as const)
      expect(found(when, 'state: x').some((finding) => finding.includes(what))).toBe(true);
  });
});
