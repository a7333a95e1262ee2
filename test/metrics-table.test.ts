import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../src/conversation/parse-json.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../docs/${path}`, import.meta.url)), 'utf8');
const own = createMetrics()
  .describe()
  .filter(({ name }) => name.startsWith('confidant_'));
const names = new Set(
  own.flatMap(({ name, type }) =>
    type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : name,
  ),
);
const namesIn = (text: string) => [...new Set(text.match(/\bconfidant_[a-z_]+/g) ?? [])];

describe('the table of metrics', () => {
  it('has a row for each, with its labels and words, and no other', () => {
    const rows = own.map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
    );
    const written = read('observability.md')
      .split('\n')
      .filter((line) => line.startsWith('| `confidant_'));
    expect(written.sort()).toEqual(rows.sort());
  });
});

describe('the dashboard and the rules for Prometheus', () => {
  it('ask for metrics there are', () => {
    const dashboard = z
      .object({ panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })) })
      .parse(parseJson(read('observability/grafana-dashboard.json')));
    const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => namesIn(expr)));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
    const rules = namesIn(read('observability/prometheus-rules.yaml'));
    expect(rules.length).toBeGreaterThan(2);
    expect(rules.filter((name) => !names.has(name))).toEqual([]);
  });
});
