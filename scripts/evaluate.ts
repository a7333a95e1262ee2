import { readFileSync } from 'node:fs';
import { Argument } from 'commander';
import { saveMoods } from '../src/compose-moods.ts';
import { runSuite, type SuiteFiles, type SuiteName, suiteNames } from '../src/compose-suites.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import type { Figure } from '../src/evaluation/evaluation.ts';
import { EvaluationError } from '../src/evaluation/evaluation-error.ts';
import { isLimit, missedLimits } from '../src/evaluation/limits.ts';
import { writeAtomically } from '../src/models/atomic-write.ts';
import { createCommand } from './command.ts';

const { program, progress, print, run } = createCommand('evaluate', "score behaviour on a site's own data");

interface Options {
  readonly test: string;
  readonly train?: string;
  readonly corpus?: string;
  readonly predictions?: string;
  readonly limit: readonly string[];
  readonly save?: true;
  readonly name?: string;
  readonly licence?: string;
}

async function evaluate(suite: SuiteName, options: Options): Promise<void> {
  refuseWrongUse(suite, options);
  const begun = performance.now();
  const environment = readEnvironment();
  const files: SuiteFiles = { test: read(options.test), train: read(options.train), corpus: read(options.corpus) };
  const wish = options.save ? { name: options.name ?? '', licence: options.licence ?? '' } : null;
  const { figures, predictions, moods } = await runSuite({
    suite,
    files,
    environment,
    onProgress: progress.report,
    wish,
  });
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`);
  if (options.predictions !== undefined) await writeAtomically(options.predictions, lines.join(''));
  if (moods !== null && options.save) await saveMoods(environment.policies, moods);
  const missed = missedLimits(figures, options.limit);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const document = { suite, test: options.test, at: new Date().toISOString(), seconds, figures, missed };
  print(document, [...toTable(figures), '', ...missed.map((limit) => `Not held: ${limit}`), `${seconds} s`]);
  if (missed.length > 0) process.exitCode = 1;
}

function refuseWrongUse(suite: SuiteName, { train, corpus, limit, save, name, licence }: Options): void {
  if (suite === 'intent' && train === undefined) program.error('The suite "intent" needs --train');
  if (suite === 'retrieval' && corpus === undefined) program.error('The suite "retrieval" needs --corpus');
  const wrong = limit.find((one) => !isLimit(one));
  if (wrong !== undefined) program.error(`Not a limit: "${wrong}"; write it like accuracy>=0.92`);
  if (save && (suite !== 'sentiment' || train === undefined || name === undefined || licence === undefined)) {
    program.error('--save is for the suite "sentiment", with --train, --name and --licence');
  }
}

function read(file: string): SuiteFiles['test'];
function read(file: string | undefined): SuiteFiles['test'] | undefined;
function read(fileName: string | undefined): SuiteFiles['test'] | undefined {
  if (fileName === undefined) return undefined;
  try {
    return { fileName, text: readFileSync(fileName, 'utf8') };
  } catch (cause) {
    throw new EvaluationError('input-missing', `Cannot read "${fileName}": no such file can be opened`, { cause });
  }
}

function toTable(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map(({ name, value, n }) => `| ${name} | ${value === null ? '–' : value.toFixed(4)} | ${n} |`);
  return ['| figure | value | n |', '| --- | ---: | ---: |', ...rows];
}

program
  .addArgument(new Argument('<suite>', 'what is scored').choices(suiteNames))
  .requiredOption('--test <file>', 'JSON lines to score on')
  .option('--train <file>', 'JSON lines to learn from (intent, sentiment)')
  .option('--corpus <file>', 'JSON lines of documents to search (retrieval)')
  .option('--predictions <file>', 'where to write one JSON line per input')
  .option('--limit <figure>', 'a figure that must hold, like accuracy>=0.92; repeatable', collect, [])
  .option('--save', 'keep what sentiment learnt from --train as moods.yaml beside the policies')
  .option('--name <name>', 'what the saved calibration calls its data')
  .option('--licence <spdx>', 'licence of that data')
  .action(evaluate);

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

await run();
