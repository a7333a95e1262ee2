import { Command, CommanderError } from 'commander';
import { type Environment, readEnvironment } from '../src/config/read-environment.ts';
import { toFaultReport } from './fault-report.ts';
import { createProgress } from './progress.ts';

/** A command of the appliance: `--help`, `--json`, `--debug`, and exit codes 0, 1 (finding or failure) and 2 (wrong usage). */
export function createCommand(name: string, description: string) {
  const progress = createProgress();
  const program = new Command(name).description(description).exitOverride();
  program.option('--json', 'print one JSON document').option('--debug', 'print stack traces');

  /** Prints the outcome: as one JSON document where that was asked for, else as lines. */
  function print(value: unknown, lines: readonly string[]): void {
    progress.finish();
    process.stdout.write(program.opts().json ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join('\n')}\n`);
  }

  function fail(error: unknown): void {
    progress.finish();
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : 1;
    if (error instanceof CommanderError) return;
    const report = toFaultReport(error);
    if (program.opts().json) process.stdout.write(`${JSON.stringify({ error: report }, null, 2)}\n`);
    else process.stderr.write(`${report.code}: ${report.message}\n${report.next}\n`);
    if (program.opts().debug) console.error(error);
  }

  let known: Environment | undefined;
  /** Read when an action needs it, so that a variable that is wrong is told like any other fault, and help needs none. */
  function environment(): Environment {
    known ??= readEnvironment();
    return known;
  }

  return { program, progress, print, environment, run: async () => void (await program.parseAsync().catch(fail)) };
}
