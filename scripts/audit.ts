import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { createLogReader } from '../src/adapters/sqlite/audit-log.ts';
import { createCosignedList } from '../src/adapters/sqlite/cosignature-rows.ts';
import { openDatabaseForReading } from '../src/adapters/sqlite/open-database.ts';
import { createSegmentHash } from '../src/audit/segment-folder.ts';
import { type LogVerification, verifyLog } from '../src/audit/verify-log.ts';
import { noteCommand } from '../src/compose-note-command.ts';
import { type CheckpointOptions, showCheckpoint } from './audit-checkpoint.ts';
import { addExportCommand, type CopyOptions, readHeld, toVerdictLines, verifyCopy } from './audit-copies.ts';
import { describeLineage } from './audit-lineage.ts';
import { describeReplay } from './audit-replay.ts';
import { showEntry } from './audit-show.ts';
import { describeWitness } from './audit-witness.ts';
import { createCommand } from './command.ts';

const command = createCommand('audit', 'verify the log, show what is in it, and run recorded turns again');
const { program, progress, print, environment, run } = command;

/** Opens the log read-only: verifying must be possible on a copy, on another machine, and beside a running appliance. */
function openLog(options: { database?: string; vkey?: string }) {
  const { data } = environment();
  const database = openDatabaseForReading(options.database ?? join(data, 'confidant.db'));
  const vkey = readFileSync(options.vkey ?? join(data, 'audit.vkey'), 'utf8').trim();
  return { database, reader: createLogReader(database), vkey };
}

interface LogOptions {
  readonly database?: string;
  readonly vkey?: string;
  readonly held?: string[];
  readonly witness?: string[];
}

async function verify(options: LogOptions & CopyOptions): Promise<void> {
  progress.report('verifying the log');
  const report = options.from === undefined ? verifyStored(options) : await verifyCopy(options.from, options);
  print(report, toVerdictLines(report));
  if (!report.ok) process.exitCode = 1;
}

function verifyStored(options: LogOptions): LogVerification {
  const { database, reader, vkey } = openLog(options);
  const held = readHeld(options.held);
  const cosigned = createCosignedList(database)();
  const hashSegment = createSegmentHash(join(dirname(database.name), 'segments'));
  // One transaction around the whole check: a log in use is seen as it was at one moment.
  return database.transaction(() =>
    verifyLog(reader, vkey, { held, hashSegment, cosigned, witnesses: options.witness ?? [] }),
  )();
}

function checkpoint(options: LogOptions & CheckpointOptions): void {
  const { latest, lines } = showCheckpoint(openLog(options), options);
  print(latest, lines);
}

function show(index: number, options: LogOptions): void {
  const { shown, lines } = showEntry(openLog(options), index, environment());
  if (options.database === undefined) noteCommand(environment().data, 'log-read', `entry ${index}`);
  print(shown, lines);
}

function parseIndex(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}

const withLog = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .option('--database <file>', 'the database, by default confidant.db of the data folder')
    .option('--vkey <file>', 'the verifier key, by default audit.vkey of the data folder');

withLog('verify', 'recompute the whole tree from the entries and check every signature')
  .option('--held <files...>', 'checkpoints somebody kept: finds a log that was rewritten as a whole')
  .option('--witness <vkeys...>', 'verifier keys of witnesses: each must have cosigned, and nothing wrongly')
  .option('--from <where>', 'a copy instead: a folder, a .tar, or the address of an appliance')
  .option('--key <file>', 'the verifier key for --from, from other hands than the copy')
  .action(verify);
addExportCommand(program, { progress, print });
withLog('checkpoint', 'print the latest signed checkpoint')
  .option('--print <file>', 'write a page for the printer, with the checkpoint as text and as QR code')
  .action(checkpoint);
withLog('show', 'print one entry').argument('<index>', 'its place in the log', parseIndex).action(show);
describeWitness(program.command('witness'), command);
describeReplay(program.command('replay'), command);
describeLineage(program.command('lineage'), command);

await run();
