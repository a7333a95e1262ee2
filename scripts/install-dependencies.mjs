import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { endOf } from './end-of.mjs';
import { RunError } from './run-error.mjs';
import { takeLock } from './take-lock.mjs';

/** Where a line cannot be redrawn, progress is a line this often. */
const BETWEEN_LINES_MS = 15_000;
const KEPT_LOG_CHARACTERS = 65_536;
const SHOWN_LOG_LINES = 20;

/**
 * Runs `npm ci` unless what is installed fits the lockfile and this Node.
 *
 * @param {string} root folder of the project
 * @param {{ offline: boolean, debug: boolean }} options `offline` installs from npm's cache alone; `debug` shows npm's output
 */
export async function installDependencies(root, options) {
  if (isInstalled(root)) return;
  const giveBack = await takeLock(
    join(root, '.install-lock'),
    'Waiting for another run that installs the dependencies…',
  );
  try {
    // The run waited for may have done it.
    if (!isInstalled(root)) await install(root, options);
  } finally {
    giveBack();
  }
}

async function install(root, options) {
  process.stderr.write('Installing dependencies (2-4 minutes the first time; some are compiled)…\n');
  const startedAt = Date.now();
  const { code, interruption, log } = await runNpm(root, options);
  const seconds = secondsSince(startedAt);
  if (interruption) {
    throw new RunError('Stopped before the dependencies were installed', 128 + constants.signals[interruption]);
  }
  if (code !== 0) throw new RunError(describeFailure(code, seconds, log), 1);
  markInstalled(root);
  process.stderr.write(`Installed the dependencies in ${seconds} s.\n`);
}

/** What an install holds for: compiled modules fit one Node ABI and one kind of machine. */
function describeInstall(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  return { lock, machine: `abi-${process.versions.modules} ${process.platform} ${process.arch}` };
}

function isInstalled(root) {
  const { lock, machine } = describeInstall(root);
  const mark = markOf(root);
  const [markedLock, markedMachine] = existsSync(mark) ? readFileSync(mark, 'utf8').split('\n') : [];
  if (markedLock === lock && markedMachine === machine) return true;
  if (markedMachine !== undefined && markedMachine !== machine) return false;
  // Somebody's own `npm ci` is as good as ours, and installing again would take minutes.
  if (!hasEveryPackage(root)) return false;
  markInstalled(root);
  return true;
}

function markInstalled(root) {
  const { lock, machine } = describeInstall(root);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(markOf(root), `${lock}\n${machine}\n`);
}

function markOf(root) {
  return join(root, 'node_modules/.confidant-lock');
}

/** Compares the lockfile with the one npm leaves inside `node_modules` when an install is complete. */
function hasEveryPackage(root) {
  const installed = readPackages(join(root, 'node_modules/.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (installed === undefined || wanted === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    if (path === '' || (installed[path] === undefined && (optional || devOptional))) return true;
    return installed[path]?.version === version && installed[path]?.integrity === integrity;
  });
}

function readPackages(file) {
  try {
    // oxlint-disable-next-line no-restricted-properties -- parseJson is TypeScript, which cannot be loaded yet
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Runs `npm ci`; its output is shown with `debug`, else kept for the case of a failure. */
async function runNpm(root, { debug, offline }) {
  // An environment made for production would leave out the tools that every command needs.
  const parameters = ['ci', '--include=dev', '--no-audit', '--no-fund', ...(offline ? ['--offline'] : [])];
  const ownNpm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const leadsGroup = process.platform !== 'win32';
  const npm = spawn(ownNpm ? process.execPath : 'npm', ownNpm ? [ownNpm, ...parameters] : parameters, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Stopping npm must stop the compilers it started.
    detached: leadsGroup,
    shell: ownNpm === undefined && process.platform === 'win32',
  });
  let log = '';
  for (const stream of [npm.stdout, npm.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log = (log + text).slice(-KEPT_LOG_CHARACTERS);
      if (debug) process.stderr.write(text);
    });
  }
  const stopProgress = showSeconds(debug);
  try {
    return { ...(await endOf(npm, { leadsGroup })), log };
  } finally {
    stopProgress();
  }
}

function showSeconds(debug) {
  const redraws = process.stderr.isTTY && !debug;
  const startedAt = Date.now();
  const timer = setInterval(
    () =>
      process.stderr.write(
        redraws ? `\r  ${secondsSince(startedAt)} s` : `  still installing, ${secondsSince(startedAt)} s\n`,
      ),
    redraws ? 1_000 : BETWEEN_LINES_MS,
  );
  return function stopProgress() {
    clearInterval(timer);
    if (redraws) process.stderr.write('\r\u001B[2K');
  };
}

function secondsSince(startedAt) {
  return Math.round((Date.now() - startedAt) / 1_000);
}

const nextSteps = [
  [/ENOSPC/, 'free some disk space (about 2 GB are needed), then run the command again'],
  [/EACCES|EPERM|EROFS/, 'make this folder and the npm cache writable for this user, then run the command again'],
  [
    /EUSAGE|can only install .* in sync/,
    'package.json and package-lock.json differ: run "npm install" and commit both',
  ],
  [/EBADENGINE/, 'install the Node version that the lines above ask for, then run the command again'],
  [
    /not found: make|make: (command )?not found|[gc]\+\+: (command )?not found|find Python|find any Python/i,
    'install python3, make and g++ (on Debian "apt-get install python3 make g++"), then run the command again',
  ],
  [
    /ENOTCACHED/,
    'packages are missing from the npm cache: run the command once with a network and without "--offline"',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|network/,
    'check the network and "npm config get registry", then run the command again',
  ],
  [
    /gyp ERR|CMake|prebuild/i,
    'a native module did not compile: install python3, make and g++, then run the command again',
  ],
];

function describeFailure(code, seconds, log) {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'));
  const tail = lines.slice(-SHOWN_LOG_LINES).map((line) => `  | ${line}`);
  const [, next] = nextSteps.find(([sign]) => sign.test(log)) ?? [
    null,
    'read the lines above, or run it again with "--debug"',
  ];
  const ending = code === 127 ? 'npm is not on the path' : `npm ended with code ${code} after ${seconds} s`;
  return [`Cannot install the dependencies: ${ending}`, '', ...tail, '', `Next step: ${next}`].join('\n');
}
