import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeEvidence } from '../src/compose-evidence.ts';
import { openFiles } from '../src/compose-log-copies.ts';
import { readEnvironment } from '../src/config/read-environment.ts';
import type { ControlStatus } from '../src/evidence/controls/judge-controls.ts';
import { toRecordSentence } from '../src/evidence/run-record.ts';
import { belowFolder, verifyPack } from '../src/evidence/verify-pack.ts';
import { createCommand } from './command.ts';

const { program, progress, print, run } = createCommand(
  'evidence',
  'write and check a signed pack of evidence for auditors',
);

async function create(options: { readonly out: string; readonly reports?: string }): Promise<void> {
  const made = await writeEvidence(readEnvironment(), { ...options, onProgress: progress.report });
  const count = (status: ControlStatus): number => made.judged.filter((one) => one.status === status).length;
  const controls = {
    satisfied: count('satisfied'),
    notSatisfied: count('not-satisfied'),
    notMeasured: count('not-measured'),
  };
  const { size, verification } = made.facts.log;
  const unread = made.unread.map((name) => `Left out, because it is no report: ${name}`);
  print(
    {
      out: options.out,
      files: made.manifest.files.length,
      entries: size,
      ok: verification.ok,
      controls,
      record: made.record,
      unread: made.unread,
    },
    [
      `Wrote ${made.manifest.files.length} files to ${options.out}; the log of ${size} entries ${verification.ok ? 'is whole' : 'WAS CHANGED'}`,
      `Controls: ${controls.satisfied} satisfied, ${controls.notSatisfied} not satisfied, ${controls.notMeasured} not measured`,
      ...unread,
      toRecordSentence(made.record),
      `Check it anywhere: npm run evidence -- verify ${options.out} --vkey FILE`,
    ],
  );
  if (!verification.ok || made.record.kind === 'failed') process.exitCode = 1;
}

interface VerifyOptions {
  readonly vkey?: string;
  readonly held?: readonly string[];
  readonly later?: string;
}

async function verify(from: string, options: VerifyOptions): Promise<void> {
  progress.report('checking the pack');
  const pack = await openFiles(from);
  const later = options.later === undefined ? undefined : await openFiles(options.later);
  const vkey = options.vkey ?? join(readEnvironment().data, 'audit.vkey');
  const report = await verifyPack(pack, {
    // On another machine there is no data folder: the key in the pack shows that it is whole.
    ...(options.vkey !== undefined || existsSync(vkey) ? { vkey: readFileSync(vkey, 'utf8') } : {}),
    held: (options.held ?? []).map((file) => readFileSync(file, 'utf8')),
    ...(later === undefined ? {} : { later: belowFolder(later, 'log') }),
  });
  const key =
    report.keyFrom === 'pack'
      ? 'The key came with the pack: compare log/key with the one you hold, or give it with --vkey.'
      : `The key is that of ${vkey}.`;
  print(report, [
    report.ok
      ? `The pack is whole: ${report.files} files, log of ${report.log?.entries ?? 0} entries, made ${report.madeAt ?? 'unknown'} by ${report.origin ?? 'unknown'}`
      : 'The pack is not as it was made:',
    ...report.findings.map(({ code, detail }) => `  ${code}: ${detail}`),
    report.run === 'proven'
      ? 'The log holds the entry of this run.'
      : 'No receipt shows the entry of this run in the log.',
    key,
  ]);
  if (!report.ok) process.exitCode = 1;
}

program
  .command('create')
  .description('write the pack, offline; beside a running appliance too')
  .requiredOption('--out <path>', 'a folder that is not there yet, or a file that ends in .tar')
  .option('--reports <folder>', 'reports of tests, evaluations and drills, by default reports/ of the data folder')
  .action(create);
program
  .command('verify')
  .description('check signature, files, log and receipt of a pack, without the appliance')
  .argument('<path>', 'the folder or the .tar file')
  .option('--vkey <file>', 'the verifier key you hold, by default audit.vkey of the data folder')
  .option('--held <files...>', 'checkpoints somebody kept')
  .option('--later <path>', 'a later pack: shows that history was not rewritten since')
  .action(verify);

await run();
