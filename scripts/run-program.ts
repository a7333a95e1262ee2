import { type StdioOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { endOf } from './end-of.mjs';

/** The project's root, which every program below runs in. */
export const root = join(import.meta.dirname, '..');

export interface ProgramEnd {
  /** 127 when the program could not be started, 128 + n when signal n ended it. */
  readonly code: number;
  /** Standard output and error as they came; empty when they were shown. */
  readonly output: string;
}

/** Where the output goes: shown, all of it on standard error, or kept for the caller. */
type Output = 'shown' | 'on-stderr' | 'kept';

const streamsFor: Readonly<Record<Output, StdioOptions>> = {
  shown: 'inherit',
  'on-stderr': ['inherit', process.stderr, 'inherit'],
  kept: ['ignore', 'pipe', 'pipe'],
};

/** Runs a program of this machine to its end. */
export async function runProgram(
  program: string,
  parameters: readonly string[],
  options: { readonly output?: Output; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ProgramEnd> {
  const child = spawn(program, parameters, {
    cwd: root,
    // What is kept is read as text, or lands in a log: no colours there.
    env: { ...process.env, ...(options.output === 'kept' ? { NO_COLOR: '1' } : {}), ...options.env },
    stdio: streamsFor[options.output ?? 'shown'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const { code } = await endOf(child);
  return { code, output };
}

/** A tool that is installed with the project. */
export function toolPath(name: string): string {
  return join(root, 'node_modules/.bin', name);
}

/** Runs `scripts/NAME` as `npm run` would, once the dependencies are in place. */
export async function runScript(name: string, parameters: readonly string[], output?: Output): Promise<ProgramEnd> {
  const script = join(root, 'scripts', name);
  return await runProgram(process.execPath, ['--import', 'tsx', script, ...parameters], output ? { output } : {});
}

/**
 * Prints a fault as a sentence, with its stack only for those who asked with `--debug`.
 *
 * @returns the exit code: 2 for wrong usage, else 1
 */
export function printFault(what: string, error: unknown): 1 | 2 {
  const isDebugging = process.argv.includes('--debug');
  const reason = error instanceof Error ? ((isDebugging ? error.stack : undefined) ?? error.message) : String(error);
  process.stderr.write(`${what}: ${reason}\n`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
