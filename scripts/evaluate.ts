import { Argument, Option } from 'commander';
import { saveMoods } from '../src/compose-moods.ts';
import { runSuite, type SuiteName, suiteNames } from '../src/compose-suites.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { isLimit, missedLimits } from '../src/evaluation/limits.ts';
import { replaceFile } from '../src/files/replace-file.ts';
import { createCommand } from './command.ts';
import { readTestFiles, readTextFile } from './evaluation-files.ts';
import { toFigureLines, toTableLines } from './evaluation-lines.ts';
import { createPresidio } from './run-presidio.ts';

const { program, progress, print, run } = createCommand('evaluate', "score behaviour on a site's own data");

interface Options {
  readonly test: readonly string[];
  readonly train?: string;
  readonly corpus?: string;
  readonly predictions?: string;
  readonly beside?: 'presidio';
  readonly python: string;
  readonly limit: readonly string[];
  readonly save?: true;
  readonly name?: string;
  readonly licence?: string;
}

async function evaluate(suite: SuiteName, options: Options): Promise<void> {
  refuseWrongUse(suite, options);
  const begun = performance.now();
  const environment = readEnvironment();
  const [test, ...more] = readTestFiles(options.test);
  if (more.length > 0 && suite !== 'pii') program.error(`The suite "${suite}" takes one --test`);
  const { train, corpus } = options;
  const files = { test, more, train: optional(train), corpus: optional(corpus) };
  const wish = options.save ? { name: options.name ?? '', licence: options.licence ?? '' } : null;
  const {
    figures,
    tables = [],
    predictions,
    moods,
  } = await runSuite({
    suite,
    files,
    environment,
    onProgress: progress.report,
    wish,
    ...(options.beside ? { beside: createPresidio(options.python) } : {}),
  });
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`);
  if (options.predictions !== undefined) replaceFile(options.predictions, lines.join(''));
  if (moods !== null && options.save) await saveMoods(environment.policies, moods);
  const missed = missedLimits(figures, options.limit);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const given = options.test.length === 1 ? options.test[0] : options.test;
  const document = {
    suite,
    test: given,
    at: new Date().toISOString(),
    seconds,
    figures,
    ...(tables.length > 0 ? { tables } : {}),
    missed,
  };
  print(document, [
    ...toFigureLines(figures),
    ...tables.flatMap(toTableLines),
    '',
    ...missed.map((limit) => `Not held: ${limit}`),
    `${seconds} s`,
  ]);
  if (missed.length > 0) process.exitCode = 1;
}

function refuseWrongUse(suite: SuiteName, { train, corpus, beside, limit, save, name, licence }: Options): void {
  if (suite === 'intent' && train === undefined) program.error('The suite "intent" needs --train');
  if (suite === 'retrieval' && corpus === undefined) program.error('The suite "retrieval" needs --corpus');
  const wrong = limit.find((one) => !isLimit(one));
  if (wrong !== undefined) program.error(`Not a limit: "${wrong}"; write it like accuracy>=0.92`);
  if (beside !== undefined && suite !== 'pii') program.error('--beside is for the suite "pii"');
  if (save && (suite !== 'sentiment' || train === undefined || name === undefined || licence === undefined)) {
    program.error('--save is for the suite "sentiment", with --train, --name and --licence');
  }
}

function optional(path: string | undefined) {
  return path === undefined ? undefined : readTextFile(path);
}

program
  .addArgument(new Argument('<suite>', 'what is scored').choices(suiteNames))
  .requiredOption(
    '--test <path>',
    'JSON lines to score on; pii takes several, or a folder of .test.jsonl files',
    collect,
  )
  .option('--train <file>', 'JSON lines to learn from (intent, sentiment)')
  .option('--corpus <file>', 'JSON lines of documents to search (retrieval)')
  .option('--predictions <file>', 'where to write one JSON line per input')
  .addOption(new Option('--beside <name>', 'measure another finder on the same texts (pii)').choices(['presidio']))
  .option('--python <path>', 'the Python that has it, see scripts/presidio', 'python3')
  .option('--limit <figure>', 'a figure that must hold, like accuracy>=0.92; repeatable', collect, [])
  .option('--save', 'keep what sentiment learnt from --train as moods.yaml beside the policies')
  .option('--name <name>', 'what the saved calibration calls its data')
  .option('--licence <spdx>', 'licence of that data')
  .action(evaluate);

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

await run();
