import { constants } from 'node:os';
import { isatty } from 'node:tty';

/** A terminal and npm both pass one Ctrl-C on: repeats within this time are the same one. */
const SAME_SIGNAL_MS = 1_000;
const PARENT_CHECK_MS = 500;

/**
 * How a child ended; until then signals are passed on to it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ leadsGroup?: boolean }} options `leadsGroup`: the child was spawned detached, and its children get the signals too
 */
export async function endOf(child, { leadsGroup = false } = {}) {
  const lastSeen = new Map();
  function forward(signal) {
    const isRepeat = Date.now() - (lastSeen.get(signal) ?? 0) < SAME_SIGNAL_MS;
    // A terminal sends Ctrl-C to the child too. Only a later one is passed on, in case it was not from there.
    const isFromTerminal = signal === 'SIGINT' && !leadsGroup && [0, 1, 2].some(isatty) && !lastSeen.has(signal);
    if (!isRepeat && !isFromTerminal) send(signal);
    if (!isRepeat) lastSeen.set(signal, Date.now());
  }
  function send(signal) {
    try {
      process.kill(leadsGroup ? -child.pid : child.pid, signal);
    } catch {
      // It ended in this very moment.
    }
  }
  const stopWatching = watchParent(() => {
    if (lastSeen.size === 0) forward('SIGTERM');
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  try {
    const code = await new Promise((resolve) => {
      child.once('error', () => resolve(127));
      child.once('close', (exitCode, signal) => resolve(exitCode ?? 128 + constants.signals[signal]));
    });
    return { code, interruption: [...lastSeen.keys()].at(-1) };
  } finally {
    stopWatching();
    for (const signal of signals) process.off(signal, forward);
  }
}

/** npm passes a signal to the shell between, which dies of it without a word: its end stands for the signal. */
function watchParent(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, PARENT_CHECK_MS);
  return () => clearInterval(timer);
}
