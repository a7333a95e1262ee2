import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from '../src/conversation/parse-json.ts';
import { groundedness } from '../src/validation/grounding/groundedness.ts';

const folder = '../shared/data/eval/groundedness';

const labelled = z.object({ passage: z.string(), reply: z.string(), grounded: z.boolean() });
type Scored = { readonly score: number; readonly grounded: boolean };

/** Rank statistic of Mann and Whitney: how often a grounded reply scores above one that is not. */
function areaUnderRoc(scored: readonly Scored[]): number {
  const good = scored.filter((one) => one.grounded);
  const bad = scored.filter((one) => !one.grounded);
  const wins = good.flatMap((one) =>
    bad.map((other) => (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0)),
  );
  return wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
}

/** Share of good replies stopped by the threshold that stops nine in ten bad ones. */
function goodStopped(scored: readonly Scored[]): number {
  const bad = scored.filter((one) => !one.grounded).map((one) => one.score);
  const threshold = bad.sort((a, b) => a - b)[Math.floor(bad.length * 0.9)] ?? 1;
  const good = scored.filter((one) => one.grounded);
  return good.filter((one) => one.score <= threshold).length / good.length;
}

describe('groundedness on BEGIN', () => {
  // Weights are fitted on other parts of BEGIN than Wizard of Wikipedia, which alone carries the floor of 0.935.
  it.for([
    { part: 'begin-wow', floor: 0.95, stopped: 0.1 },
    { part: 'begin-cmu', floor: 0.95, stopped: 0.1 },
  ])('tells attributable replies from others, $part', ({ part, floor, stopped }, { skip }) => {
    const file = `${folder}/${part}.test.jsonl`;
    skip(!existsSync(file), `${file} is absent`);
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const rows = lines.map((line) => labelled.parse(parseJson(line)));
    const scored = rows.map(({ reply, passage, grounded }) => ({ score: groundedness(reply, [passage]), grounded }));
    const area = areaUnderRoc(scored);
    const lost = goodStopped(scored);
    process.stdout.write(
      `${part}: AUROC ${area.toFixed(4)} over ${rows.length} replies, ${(lost * 100).toFixed(1)} % of good ones stopped with 90 % of bad ones\n`,
    );
    expect(area).toBeGreaterThan(floor);
    expect(lost).toBeLessThan(stopped);
  });
});
