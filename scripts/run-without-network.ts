import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foreignCalls, networkCalls } from './foreign-calls.ts';
import { runProgram } from './run-program.ts';

/** Loopback is up, and there is nothing else. */
const inside = `ip link set lo up && exec strace -f --seccomp-bpf -qq -e signal=none -e trace=${networkCalls} -o "$0" "$@"`;

/**
 * The browser of the tests tries by itself whether IPv6 leads anywhere: it connects a datagram socket to this address, which
 * sends nothing, and there is no switch for it. It is counted apart, and no process of the appliance may do the same.
 */
const browserProbe = '2001:4860:4860::8888 443';

/**
 * Runs a program and all it starts in an empty network namespace, under a tracer, and says whom they tried to reach.
 *
 * @returns its exit code, or 1 where somebody tried to reach another machine; 127 without `unshare`, `ip` or `strace`
 */
export async function runWithoutNetwork(program: string, parameters: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'no-network-'));
  const trace = join(folder, 'trace');
  try {
    // Whoever is not root is root inside a namespace of users; a root who stays one may still mount what tests need.
    const namespace = process.getuid?.() === 0 ? '-n' : '-rn';
    const { code } = await runProgram('unshare', [namespace, 'sh', '-c', inside, trace, program, ...parameters]);
    if (code === 127) {
      process.stderr.write('Cannot leave the network: install unshare (util-linux), ip (iproute2) and strace.\n');
      return code;
    }
    const all = foreignCalls(readFileSync(trace, 'utf8'));
    const foreign = all.filter((call) => call !== browserProbe);
    const probes = all.length - foreign.length;
    process.stderr.write(`Network: ${foreign.length} calls to other machines${listOf(foreign)}`);
    process.stderr.write(probes > 0 ? `; ${probes} IPv6 probes of the test browser, which send nothing\n` : '\n');
    return foreign.length > 0 ? 1 : code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function listOf(foreign: readonly string[]): string {
  const different = [...new Set(foreign)];
  return different.length === 0 ? '' : `: ${different.slice(0, 20).join(', ')}`;
}
