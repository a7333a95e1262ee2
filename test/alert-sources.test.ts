import { describe, expect, it } from 'vitest';
import { alertMetrics } from '../src/policy/alert-sources.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';

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
