import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { EvaluationError } from '../src/evaluation/evaluation-error.ts';
import { parseLines } from '../src/evaluation/parse-lines.ts';
import type { BesideRun, FindBeside } from '../src/evaluation/suites/pii-beside.ts';
import { root, runProgram } from './run-program.ts';

const answer = z.object({
  id: z.string(),
  spans: z.array(z.object({ start: z.number(), end: z.number(), type: z.string(), score: z.number() })),
  ms: z.number(),
});
/** What the script ends with where the package is not installed. */
const NOT_INSTALLED = 3;
const TO_GET_IT =
  'make a virtual environment, install scripts/presidio/requirements.txt there, and name its interpreter with --python';

/** Span recall and precision on its makers' own research set (presidio-research): the default and a tuned configuration. */
const published = [
  { what: 'Presidio, default with its language model', recall: 0.6, precision: 0.69 },
  { what: 'Presidio, tuned with a transformer', recall: 0.84, precision: 0.87 },
];

/** Microsoft Presidio with its pattern recognisers, run by a Python that has it. */
export function createPresidio(python: string): FindBeside {
  return async function findWithPresidio({ cases, pieces, onProgress }): Promise<BesideRun> {
    onProgress('Running Presidio over the same texts');
    // Ids of several files may be equal, so that lines are told apart by their place.
    const texts = [...pieces, ...pieces, ...cases.map(({ text }) => text)];
    const answers = await runScript(python, texts);
    const found = answers.slice(2 * pieces.length);
    return {
      name: 'presidio',
      cases: cases.map((one, index) => ({ ...one, found: found[index]?.spans ?? [] })),
      ms: answers.slice(pieces.length, 2 * pieces.length).map(({ ms }) => ms),
      published,
    };
  };
}

async function runScript(python: string, texts: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'confidant-presidio-'));
  try {
    const [source, target] = [join(folder, 'texts.jsonl'), join(folder, 'spans.jsonl')];
    writeFileSync(source, texts.map((text, index) => `${JSON.stringify({ id: String(index), text })}\n`).join(''));
    const script = join(root, 'scripts/presidio/compare.py');
    const { code } = await runProgram(python, [script, source, target], { output: 'kept' });
    if (code === 127) throw missing(`no "${python}" can be started`);
    if (code === NOT_INSTALLED) throw missing(`"${python}" does not have presidio-analyzer`);
    if (code !== 0) throw missing(`its script ended with ${code}`);
    return parseLines({ fileName: target, text: readFileSync(target, 'utf8'), schema: answer });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missing(why: string): EvaluationError {
  return new EvaluationError('beside-missing', `Cannot measure beside Presidio: ${why}; ${TO_GET_IT}`);
}
