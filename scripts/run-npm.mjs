import { spawn } from 'node:child_process';
import { endOf } from './end-of.mjs';

const KEPT_LOG_CHARACTERS = 65_536;

/**
 * Runs npm and keeps the end of its output; with `debug` it is shown as well.
 *
 * @param {readonly string[]} parameters
 * @param {{ cwd: string, debug: boolean }} options
 */
export async function runNpm(parameters, { cwd, debug }) {
  const ownNpm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const leadsGroup = process.platform !== 'win32';
  const npm = spawn(ownNpm ? process.execPath : 'npm', ownNpm ? [ownNpm, ...parameters] : parameters, {
    cwd,
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
  return { ...(await endOf(npm, { leadsGroup })), log };
}
