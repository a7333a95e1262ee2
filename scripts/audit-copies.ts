import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { copyLog } from '../src/audit/copy-log.ts';
import type { LogVerification } from '../src/audit/verify-log.ts';
import { verifyPublishedLog } from '../src/audit/verify-published-log.ts';
import { createLogCopy, openLogCopy, openLogOfDatabase, openLogToExport } from '../src/compose-log-copies.ts';
import { ConfigError } from '../src/config/config-error.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import type { createCommand } from './command.ts';

export interface CopyOptions {
  readonly from?: string;
  readonly key?: string;
  readonly vkey?: string;
  readonly held?: readonly string[];
  readonly witness?: readonly string[];
}

/** Checks a copy of a log, or the log of a running appliance, as somebody does who has neither its disk nor its keys. */
export async function verifyCopy(where: string, options: CopyOptions): Promise<LogVerification> {
  const environment = readEnvironment();
  const file = options.key ?? options.vkey ?? join(environment.data, 'audit.vkey');
  if (!existsSync(file)) {
    const what = `Cannot find the verifier key "${file}": give --key FILE; a key that lies in the copy proves nothing`;
    throw new ConfigError('verifier-key-missing', what);
  }
  const log = await openLogCopy(where, environment);
  return verifyPublishedLog(log, readFileSync(file, 'utf8').trim(), {
    held: readHeld(options.held),
    witnesses: options.witness ?? [],
  });
}

export function readHeld(files: readonly string[] = []): readonly string[] {
  // Typed from paper or scanned, a note may end its lines in another way.
  return files.map((file) => `${readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trimEnd()}\n`);
}

export function toVerdictLines(report: LogVerification): readonly string[] {
  const { entries, checkpoints, segments } = report;
  const counts = `${entries} entries, ${checkpoints} checkpoints, ${segments} sealed segments, ${Math.round(report.ms)} ms`;
  const findings = report.findings.map((finding) => `  ${finding.code} at ${finding.index ?? '-'}: ${finding.detail}`);
  const verdict = report.ok ? `The log is whole: ${counts}` : `The log was changed: ${counts}`;
  const next = report.ok
    ? []
    : ['Keep this copy as it is, and compare it with a backup and with the checkpoints others hold'];
  return [verdict, `root ${report.root}`, ...findings, ...next];
}

interface ExportOptions {
  readonly out: string;
  readonly database?: string;
  readonly vkey?: string;
}

/** Adds `npm run audit -- export`. */
export function addExportCommand(
  program: Command,
  { progress, print }: Pick<ReturnType<typeof createCommand>, 'progress' | 'print'>,
): void {
  async function exportLog({ out, database, vkey }: ExportOptions): Promise<void> {
    const environment = readEnvironment();
    const keyFile = vkey ?? join(environment.data, 'audit.vkey');
    using log =
      database === undefined
        ? await openLogToExport(environment)
        : openLogOfDatabase(database, readFileSync(keyFile, 'utf8').trim());
    const copy = await createLogCopy(out);
    try {
      const report = await copyLog(log, copy, (entries) => progress.report(`${entries} entries`));
      print({ out, ...report }, [
        `${report.entries} entries in ${report.files} files written to ${out}`,
        `Check it anywhere with: npm run audit -- verify --from ${out} --key KEYFILE`,
      ]);
    } catch (error) {
      await copy.discard();
      throw error;
    }
  }
  program
    .command('export')
    .description('copy the whole log, with its checkpoints and sealed segments, in the layout of C2SP tlog-tiles')
    .requiredOption('--out <where>', 'what to make: a folder, or an archive where it ends in .tar')
    .option('--database <file>', 'a copy of a database instead of that of the data folder; not put on any record')
    .option('--vkey <file>', 'the verifier key that goes with --database')
    .action(exportLog);
}
