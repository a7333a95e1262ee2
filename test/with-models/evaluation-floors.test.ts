import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type EncoderEngine, openEncoderEngine } from '../../src/adapters/onnx/open-encoder-engine.ts';
import type { Evaluation } from '../../src/evaluation/evaluation.ts';
import { parseLines } from '../../src/evaluation/parse-lines.ts';
import { evaluateIntent, type LabelledLine, labelledLine } from '../../src/evaluation/suites/evaluate-intent.ts';
import { evaluateSentiment, moodLine } from '../../src/evaluation/suites/evaluate-sentiment.ts';
import { givenPolicy } from '../support/given-policy.ts';
import { encoderModelFiles } from '../support/model-files.ts';

const sets = fileURLToPath(new URL('../../../shared/data/eval/', import.meta.url));
const files = encoderModelFiles();
const missing = files.reason ?? (existsSync(sets) ? undefined : 'the public sets are absent');
if (missing !== undefined) process.stdout.write(`Skips the evaluation floors: ${missing}\n`);

/** Small samples waver by a few points, so that these floors stand below those of docs/quality.md. */
const EXAMPLES = 10;
const LABELS = 30;

function readSet<T extends { readonly id: string }>(name: string, schema: z.ZodType<T>): readonly T[] {
  return parseLines({ fileName: name, text: readFileSync(`${sets}${name}.jsonl`, 'utf8'), schema });
}

/** The first examples of each label: the files stand in a shuffled order. */
function fewOf(lines: readonly LabelledLine[]): readonly LabelledLine[] {
  const seen = new Map<string, number>();
  return lines.filter(({ label }) => {
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return (seen.get(label) ?? 0) <= EXAMPLES;
  });
}

function valueIn({ figures }: Evaluation, name: string): number {
  return figures.find((figure) => figure.name === name)?.value ?? Number.NaN;
}

describe.skipIf(missing !== undefined)(`evaluation on a part of the public sets ${missing ?? ''}`, () => {
  let engine: EncoderEngine;
  beforeAll(async () => {
    engine = await openEncoderEngine({ ...files, deadlineMs: 60_000, maxQueue: 64 });
  });
  afterAll(() => engine?.close());

  it('tells 77 intents of a bank apart from ten examples each', { timeout: 300_000 }, async () => {
    const train = fewOf(readSet('intent/banking77.train', labelledLine));
    const test = readSet('intent/banking77.test', labelledLine).slice(0, 300);
    const evaluation = await evaluateIntent({ train, test }, engine, () => undefined);
    expect(valueIn(evaluation, 'accuracy')).toBeGreaterThan(0.79);
    expect(valueIn(evaluation, 'calibrationError')).toBeLessThan(0.12);
  });

  it('sees what is outside without having been shown any of it', { timeout: 300_000 }, async () => {
    const all = fewOf(readSet('intent/clinc150.train', labelledLine));
    const labels = new Set([...new Set(all.map(({ label }) => label))].slice(0, LABELS));
    const train = all.filter(({ label }) => labels.has(label));
    const test = readSet('intent/clinc150.test', labelledLine).filter(
      ({ label }) => labels.has(label) || label === 'none',
    );
    const evaluation = await evaluateIntent({ train, test: test.slice(0, 500) }, engine, () => undefined);
    expect(valueIn(evaluation, 'accuracy')).toBeGreaterThan(0.93);
    expect(valueIn(evaluation, 'outOfScopeAuroc')).toBeGreaterThan(0.95);
    expect(valueIn(evaluation, 'inScopeAccuracyAt90')).toBeGreaterThan(0.85);
  });

  it('reads moods with the shipped calibration', { timeout: 120_000 }, async () => {
    const policy = givenPolicy();
    const test = readSet('sentiment/goemotions.test', moodLine).slice(0, 400);
    if (policy.moods === null) throw new Error('the shipped policy has a calibration');
    const input = { test, policy, calibration: policy.moods.mood };
    const evaluation = await evaluateSentiment(input, engine, () => undefined);
    expect(valueIn(evaluation, 'macroF1')).toBeGreaterThan(0.6);
    expect(valueIn(evaluation, 'negativeAuroc')).toBeGreaterThan(0.78);
    expect(valueIn(evaluation, 'calibrationError')).toBeLessThan(0.08);
    expect(valueIn(evaluation, 'missedAnger')).toBeLessThan(0.8);
    expect(valueIn(evaluation, 'needlessEscalation')).toBeLessThan(0.06);
  });
});
