import { describe, expect, it } from 'vitest';
import { tryAlertExamples } from '../src/alerts/try-example.ts';
import { testPolicyWith } from '../src/compose-policy-examples.ts';
import { alertMetrics } from '../src/policy/alert-sources.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';
import { givenPolicy, givenPolicySet } from './support/given-policy.ts';

describe('metrics that rules of alerts may name', () => {
  it('are counters and gauges of /metrics, with their labels', () => {
    const present = new Map(
      createMetrics()
        .describe()
        .map(({ name, labels, type }) => [name, { labels, type }]),
    );
    const named = Object.entries(alertMetrics);
    expect(named.map(([name]) => [name, present.get(name)?.labels])).toEqual(named);
    expect(named.filter(([name]) => !/^(?:counter|gauge)$/.test(present.get(name)?.type ?? ''))).toEqual([]);
  });
});

describe('rules of the shipped alerts.yaml', () => {
  it('each carry what people are told of and what not, and come out so', () => {
    for (const rule of givenPolicy().files.alerts.rules) {
      const tried = tryAlertExamples(rule);
      expect([rule.id, new Set(tried.map(({ list }) => list))]).toEqual([rule.id, new Set(['examples', 'not'])]);
      expect([rule.id, tried.filter(({ detail }) => detail !== '')]).toEqual([rule.id, []]);
    }
  });

  it('are tried with every other rule, and an example that does not come out is named by its line', async () => {
    const set = givenPolicySet({
      'alerts.yaml': [
        'metric: confidant_handovers_waiting, above: 20',
        'metric: confidant_handovers_waiting, above: 30',
      ],
    });
    const { ends } = await testPolicyWith(set, null);
    expect(ends.filter(({ kind }) => kind === 'failed')).toEqual([
      expect.objectContaining({
        rule: 'alert handovers-waiting',
        at: expect.stringMatching(/^policies\/alerts\.yaml:\d+:9$/u),
        detail: 'nobody is told of it',
      }),
    ]);
  });
});
