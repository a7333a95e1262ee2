/**
 * `node scripts/run.mjs COMMAND [ARGUMENT…]`: installs what is missing, then runs `scripts/COMMAND.ts`.
 *
 * Plain JavaScript without a dependency, because on a fresh clone nothing else can run yet. Once the dependencies are
 * in place a run reads two files and touches no network.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endOf } from './end-of.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { isOutOfDate } from './is-out-of-date.mjs';
import { RunError } from './run-error.mjs';

const commands = new Map([
  ['up', 'prepares this machine, then starts the appliance and prints where it listens'],
  ['test', 'runs the whole test suite'],
  ['check', 'checks types, lint, format, dead code, layers, policies and tests'],
  ['models', 'fetches, lists, verifies and adds models'],
  ['knowledge', 'adds, lists and searches documents'],
  ['audit', 'verifies the log, shows what is in it and runs recorded turns again'],
  ['backup', 'makes, checks and brings back copies of the data folder, and drills that'],
  ['evidence', 'writes and checks a signed pack of evidence for auditors'],
  ['staff', 'adds, lists and disables the people who sign in'],
  ['keys', 'adds, lists and revokes the keys of devices and systems'],
  ['privacy', 'exports, erases and holds data of customers, and applies retention'],
  ['policy', 'checks, tests, compares and explains the policies'],
  ['alerts', 'shows what the appliance tells of itself, and tests its webhooks'],
  ['evaluate', "scores behaviour on a site's own data"],
  ['bench', "measures this machine's figures"],
  ['build', 'compiles everything into dist/'],
]);

/** Run as compiled code: it loads in a third of the time and takes less memory, and is what `npm start` runs. */
const compiledCommands = ['up', 'bench'];
const buildSources = [
  'src',
  'scripts',
  'models/catalogue.yaml',
  'models/configs',
  'models/examinations',
  'package-lock.json',
];

/** Long-term releases, and where in each the oldest one lies; as `engines` of package.json has it. */
const SUPPORTED_NODES = [
  [20, 19],
  [22, 12],
];
const LATER_NODES = 24;
const root = fileURLToPath(new URL('..', import.meta.url));

async function main([command, ...parameters]) {
  refuseOldNode(process.versions.node);
  if (command === '--help' || command === '-h') {
    process.stdout.write(`${listCommands()}\n`);
    return 0;
  }
  const script = join(root, `scripts/${command}.ts`);
  if (!commands.has(command) || !existsSync(script)) {
    const fault = command === undefined ? 'Cannot run: no command given' : `Cannot run "${command}": no such command`;
    throw new RunError(`${fault}\n\n${listCommands()}`, 2);
  }
  const offline = parameters.includes('--offline') || process.env.CONFIDANT_OFFLINE === '1';
  await installDependencies(root, { offline, debug: parameters.includes('--debug') });
  const environment = offline ? { CONFIDANT_OFFLINE: '1' } : {};
  if (!compiledCommands.includes(command))
    return await runNode(['--import', 'tsx', script, ...parameters], environment);
  const built = join(root, 'dist/scripts', `${command}.js`);
  if (
    !parameters.includes('--help') &&
    isOutOfDate(
      built,
      buildSources.map((source) => join(root, source)),
    )
  ) {
    process.stderr.write('Compiling…\n');
    const code = await runNode(['--import', 'tsx', join(root, 'scripts/build.ts')], environment, [
      'ignore',
      'ignore',
      'inherit',
    ]);
    if (code !== 0) return code;
  }
  return await runNode(
    existsSync(built) ? [built, ...parameters] : ['--import', 'tsx', script, ...parameters],
    environment,
  );
}

function refuseOldNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major >= LATER_NODES || SUPPORTED_NODES.some(([of, from]) => major === of && minor >= from)) return;
  throw new RunError(
    `Cannot run on Node ${version}: install 20.19 or later of 20, 22.12 or later of 22, or 24 or later, then try again`,
    1,
  );
}

function listCommands() {
  const present = [...commands].filter(([name]) => existsSync(join(root, `scripts/${name}.ts`)));
  const lines = present.map(([name, sentence]) => `  ${name.padEnd(10)} ${sentence}`);
  return `Commands, as \`npm run COMMAND -- ARGUMENTS\`:\n${lines.join('\n')}\n\nEach has --help, --json and --debug.`;
}

/** @param {readonly string[]} parameters @param {Record<string, string>} environment */
async function runNode(parameters, environment, stdio = 'inherit') {
  const child = spawn(process.execPath, parameters, { cwd: root, stdio, env: { ...process.env, ...environment } });
  return (await endOf(child)).code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    error instanceof RunError ? `${error.message}\n` : `${process.argv.includes('--debug') ? error.stack : error}\n`,
  );
  process.exitCode = error instanceof RunError ? error.exitCode : 1;
}
