import { Argument } from 'commander';
import { saveMoods } from '../src/compose-moods.ts';
import { runSuite, type SuiteName, suiteNames } from '../src/compose-suites.ts';
import { productVersion } from '../src/config/product-version.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import { missedLimits } from '../src/evaluation/limits.ts';
import { replaceFile } from '../src/files/replace-file.ts';
import { createCommand } from './command.ts';
import { readTestFiles, readTextFile } from './evaluation-files.ts';
import { toFigureLines, toTableLines } from './evaluation-lines.ts';
import { addOptions, type EvaluationOptions, findWrongUse } from './evaluation-options.ts';
import { createPresidio } from './run-presidio.ts';

const { program, progress, print, run } = createCommand('evaluate', "score behaviour on a site's own data");

async function evaluate(suite: SuiteName, options: EvaluationOptions): Promise<void> {
  const wrongUse = findWrongUse(suite, options);
  if (wrongUse !== null) program.error(wrongUse);
  const begun = performance.now();
  const environment = readEnvironment();
  const files = readFiles(suite, options);
  const result = await runSuite({
    suite,
    files,
    environment,
    onProgress: progress.report,
    wish: options.save ? { name: options.name ?? '', licence: options.licence ?? '' } : null,
    ...(options.beside ? { beside: createPresidio(options.python) } : {}),
  });
  const { figures, tables = [], predictions, moods, models, seed } = result;
  const lines = predictions.map((prediction) => `${JSON.stringify(prediction)}\n`);
  if (options.predictions !== undefined) replaceFile(options.predictions, lines.join(''));
  if (moods !== null && options.save) await saveMoods(environment.policies, moods);
  const missed = missedLimits(figures, options.limit);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const document = {
    suite,
    test: options.test.length === 1 ? options.test[0] : options.test,
    at: new Date().toISOString(),
    seconds,
    // What somebody needs to measure the same again.
    version: productVersion,
    datasets: toDatasets(files),
    models: models.map(({ id, sha256 }) => ({ id, sha256 })),
    seed,
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

type Files = ReturnType<typeof readFiles>;

function readFiles(suite: SuiteName, { test: paths, train, corpus }: EvaluationOptions) {
  const [test, ...more] = readTestFiles(paths);
  if (more.length > 0 && suite !== 'pii') program.error(`The suite "${suite}" takes one --test`);
  return { test, more, train: optional(train), corpus: optional(corpus) };
}

function optional(path: string | undefined) {
  return path === undefined ? undefined : readTextFile(path);
}

function toDatasets({ test, more, train, corpus }: Files) {
  const read = [
    { role: 'test', files: [test, ...more] },
    { role: 'train', files: [train] },
    { role: 'corpus', files: [corpus] },
  ];
  return read.flatMap(({ role, files }) =>
    files.flatMap((file) => (file === undefined ? [] : [{ role, file: file.fileName, sha256: file.sha256 }])),
  );
}

addOptions(program.addArgument(new Argument('<suite>', 'what is scored').choices(suiteNames))).action(evaluate);

await run();
