import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLines } from '../src/evaluation/parse-lines.ts';
import { evaluateGroundedness, groundednessLine } from '../src/evaluation/suites/evaluate-groundedness.ts';

const folder = '../shared/data/eval/groundedness';

describe('groundedness on BEGIN', () => {
  // Weights are fitted on other parts of BEGIN than Wizard of Wikipedia, which alone carries the floor of 0.935.
  it.for([
    { part: 'begin-wow', floor: 0.96, stopped: 0.1 },
    { part: 'begin-cmu', floor: 0.96, stopped: 0.1 },
  ])('tells attributable replies from others, $part', ({ part, floor, stopped }, { skip }) => {
    const file = `${folder}/${part}.test.jsonl`;
    skip(!existsSync(file), `${file} is absent`);
    const lines = parseLines({ fileName: file, text: readFileSync(file, 'utf8'), schema: groundednessLine });
    const { figures } = evaluateGroundedness(lines);
    const valueOfFigure = (name: string): number => figures.find((one) => one.name === name)?.value ?? Number.NaN;
    process.stdout.write(`${part}: ${JSON.stringify(figures)}\n`);
    expect(valueOfFigure('auroc')).toBeGreaterThan(floor);
    expect(valueOfFigure('goodStoppedAt90')).toBeLessThan(stopped);
  });
});
