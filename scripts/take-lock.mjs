import { existsSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { RunError } from './run-error.mjs';

/** The holder touches its lock this often; one that stays untouched for `STALE_MS` was left behind. */
const HEARTBEAT_MS = 1_000;
const STALE_MS = 30_000;
/** A lock whose process is gone is left behind sooner; not at once, because process ids differ between containers. */
const STALE_WHEN_GONE_MS = 3_000;
const BETWEEN_TRIES_MS = 500;

/**
 * Waits until no other process holds the lock file. The answer gives the lock back.
 *
 * @param {string} file in a folder that exists
 * @param {string} waitingFor the sentence to print when the lock is held
 */
export async function takeLock(file, waitingFor) {
  for (let hasSaid = false; !createLock(file); hasSaid = true) {
    if (!hasSaid) process.stderr.write(`${waitingFor}\n`);
    removeStaleLock(file);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
  }
  const heartbeat = setInterval(touchLock, HEARTBEAT_MS, file);
  function release() {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
  process.once('exit', release);
  return function giveBack() {
    process.off('exit', release);
    release();
  };
}

function createLock(file) {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new RunError(`Cannot write "${file}": ${error.code}`, 1);
  }
}

function touchLock(file) {
  const now = new Date();
  if (existsSync(file)) utimesSync(file, now, now);
}

function removeStaleLock(file) {
  try {
    const untouchedFor = Date.now() - statSync(file).mtimeMs;
    const holder = Number(readFileSync(file, 'utf8'));
    if (untouchedFor < (isRunning(holder) ? STALE_MS : STALE_WHEN_GONE_MS)) return;
    // Renamed first, so that of two waiting runs only one removes it.
    const removed = `${file}.${process.pid}`;
    renameSync(file, removed);
    rmSync(removed);
  } catch {
    // The holder, or another waiting run, was faster.
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
