import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../src/config/read-environment.ts';
import { findMissingModels } from '../src/models/missing-models.ts';
import { createModelStore } from '../src/models/model-store.ts';
import { createProgress } from './progress.ts';
import { printFault, root, runProgram, runScript } from './run-program.ts';
import { runWithoutNetwork } from './run-without-network.ts';

const help = `Runs the whole test suite, with models and a browser where they are to be had.

  npm test                        everything
  npm test -- src/audit           the tests below a path, or any argument of vitest
  npm test -- --offline           never touches the network
  npm test -- --no-network        in an empty network namespace, traced: a call to another machine is a failure
  npm test -- --json              prints one JSON document instead of the report

The last line is \`N passed, N failed\`. Exit code: 0 when every test passed, else 1.
`;
const chromium = '/usr/bin/chromium';

async function main(parameters: readonly string[]): Promise<number> {
  if (parameters.includes('--help')) {
    process.stdout.write(help);
    return 0;
  }
  const { offline, models } = readEnvironment();
  await pullModels(models);
  const hasPages = await preparePages();
  await prepareBrowser(offline);
  const code = await runVitest(parameters.filter((parameter) => !['--offline', '--debug'].includes(parameter)));
  return hasPages ? code : 1;
}

async function pullModels(directory: string): Promise<void> {
  const missing = await createModelStore({ directory, offline: true })
    .then(findMissingModels)
    .catch(() => ['models']);
  if (missing.length === 0) return;
  process.stderr.write(`Fetching ${missing.join(', ')}…\n`);
  // To standard error with everything else that is not the report.
  const { code } = await runScript('models.ts', ['pull'], 'on-stderr');
  if (code !== 0) process.stderr.write('Going on without models: the tests that need them are skipped.\n');
}

/** Answers whether the pages could be built; a page that does not build is a failure, not a reason to stop. */
async function preparePages(): Promise<boolean> {
  try {
    const { buildPages } = await import('./build-pages.ts');
    await buildPages({ root });
    return true;
  } catch (error) {
    printFault('Cannot build the pages', error);
    return false;
  }
}

/** Only a machine that says it is there for tests gets a browser installed; elsewhere that is its owner's choice. */
async function prepareBrowser(offline: boolean): Promise<void> {
  if (existsSync(chromium)) return;
  const mayInstall =
    process.env.CI === 'true' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !offline;
  const isInstalled = mayInstall && (await installBrowser());
  if (!isInstalled) process.stderr.write(`No browser at "${chromium}": the browser tests are skipped.\n`);
}

async function installBrowser(): Promise<boolean> {
  const progress = createProgress();
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const parameters of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    progress.report(`installing a browser: apt-get ${parameters[0]}`);
    const { code, output } = await runProgram('apt-get', parameters, { output: 'kept', env });
    if (code === 0) continue;
    progress.finish(
      `Cannot install a browser: apt-get ${parameters[0]} ended with code ${code}\n${output.slice(-1_000)}`,
    );
    return false;
  }
  progress.finish('Installed a browser.');
  return true;
}

async function runVitest(parameters: readonly string[]): Promise<number> {
  const wanted = parameters
    .filter((parameter) => parameter !== '--no-network')
    .map((parameter) => (parameter === '--json' ? '--reporter=json' : parameter));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  if (parameters.includes('--no-network')) return runWithoutNetwork(process.execPath, [vitest, 'run', ...wanted]);
  const { code } = await runProgram(process.execPath, [vitest, 'run', ...wanted]);
  return code;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) =>
  printFault('Cannot run the tests', error),
);
