import { spawnSync } from 'node:child_process';
import type { KeyVault } from './key-vault.ts';
import { PrivacyError } from './privacy-error.ts';

const DEADLINE_MS = 30_000;
const MOST_BYTES = 65_536;

/**
 * A command of the site that speaks to its token, TPM or key service: called as `COMMAND wrap` and `COMMAND unwrap`, it
 * reads bytes as one line of base64 from its input and writes as much to its output. Exit code 0 is done, 3 of `unwrap`
 * says that another key wrapped it, any other is a failure.
 *
 * The secret never leaves the device, and changes there: the command unwraps what any of its keys wrapped.
 */
export function createCommandVault(command: string): KeyVault {
  const wrap = (key: Buffer): Buffer => getBytes(command, 'wrap', run(command, 'wrap', key));
  return {
    kind: 'command',
    wrap,
    wrapNext: wrap,
    unwrap: function unwrapByCommand(wrapped) {
      const answer = run(command, 'unwrap', wrapped);
      return answer.status === OTHER_KEY ? undefined : getBytes(command, 'unwrap', answer);
    },
    settle: () => undefined,
  };
}

const OTHER_KEY = 3;

function run(command: string, verb: 'wrap' | 'unwrap', bytes: Buffer) {
  const input = `${bytes.toString('base64')}\n`;
  // What it writes to its error output goes to that of the appliance: it is the site's own, for whoever starts it.
  const stdio: ['pipe', 'pipe', 'inherit'] = ['pipe', 'pipe', 'inherit'];
  return spawnSync(command, [verb], { input, stdio, encoding: 'utf8', timeout: DEADLINE_MS, maxBuffer: MOST_BYTES });
}

function getBytes(command: string, verb: string, { status, stdout, error }: ReturnType<typeof run>): Buffer {
  const text = status === 0 ? stdout.trim() : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(text)) {
    const what = status === null ? 'it could not be run or took too long' : `it ended with ${status} and no base64`;
    throw new PrivacyError('vault-failed', `Cannot ${verb} the master key with "${command}": ${what}`, {
      cause: error,
    });
  }
  return Buffer.from(text, 'base64');
}
