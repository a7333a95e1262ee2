import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describeFailure } from './describe-failure.mjs';
import { RunError } from './run-error.mjs';
import { runNpm } from './run-npm.mjs';
import { takeLock } from './take-lock.mjs';

/** Where a line cannot be redrawn, progress is a line this often. */
const BETWEEN_LINES_MS = 15_000;

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
  const stopProgress = showSeconds(options.debug);
  const { code, interruption, log } = await runInstall(root, options).finally(stopProgress);
  const seconds = secondsSince(startedAt);
  if (interruption) {
    throw new RunError('Stopped before the dependencies were installed', 128 + constants.signals[interruption]);
  }
  if (code !== 0) throw new RunError(describeFailure(code, seconds, log), 1);
  markInstalled(root);
  process.stderr.write(`Installed the dependencies in ${seconds} s.\n`);
}

/** `npm ci`, and where it cannot work although the lockfile is right, an install that takes all it can from the lockfile. */
async function runInstall(root, options) {
  const shared = ['--include=dev', '--no-audit', '--no-fund', ...(options.offline ? ['--offline'] : [])];
  const clean = await runNpm(['ci', ...shared], { cwd: root, debug: options.debug });
  if (clean.code === 0 || clean.interruption || !lacksOnlyOptional(root, clean.log)) return clean;
  // As `npm ci` does: modules that were compiled for another Node must not stay.
  rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  return await runNpm(['install', '--no-save', ...shared], { cwd: root, debug: options.debug });
}

/**
 * Whether all that npm misses in the lockfile are optional packages for other machines. A registry that does not carry
 * them all leaves them out of the lockfile, and `npm ci` then refuses it here and on every complete registry.
 */
function lacksOnlyOptional(root, log) {
  const missing = [...log.matchAll(/^npm error Missing: (\S+)@\S* from lock file$/gm)].map(([, name]) => name);
  const packages = Object.values(readPackages(join(root, 'package-lock.json')) ?? {});
  const optional = new Set(packages.flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies)));
  return missing.length > 0 && !/^npm error Invalid: /m.test(log) && missing.every((name) => optional.has(name));
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
