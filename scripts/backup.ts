import { dirname, join, resolve } from 'node:path';
import { toFolders } from '../src/backup/backup-folders.ts';
import type { BackupVerification } from '../src/backup/verification.ts';
import { createBackup } from '../src/compose-backup.ts';
import { verifyBackup } from '../src/compose-backup-verify.ts';
import { addDrillCommand } from './backup-drill.ts';
import { addRestoreCommand } from './backup-restore.ts';
import { createCommand } from './command.ts';
import { formatBytes } from './progress.ts';

const { program, progress, print, environment, run } = createCommand(
  'backup',
  'copy the data folder and bring it back',
);

interface CreateOptions {
  readonly out?: string;
  readonly keysOut?: string;
  readonly withSecrets?: true;
}

async function create(options: CreateOptions): Promise<void> {
  const { data, keyVault } = environment();
  const now = new Date();
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const folders = toFolders(options.out ?? join(dirname(resolve(data)), 'backups', stamp), options.keysOut);
  const withSecrets = options.withSecrets === true;
  const onProgress = progress.report;
  const manifest = await createBackup({ ...folders, data, withSecrets, now: () => new Date(), onProgress });
  const report = verifyBackup({ ...folders, data, keyVault, onProgress });
  const secrets = withSecrets
    ? 'The keys came with their secrets: whoever has both folders reads and signs everything.'
    : 'To bring it back you also need audit.key and what opens the vault (master.key): keep those somewhere else.';
  print({ ...folders, manifest, verification: report }, [
    `Copied ${manifest.log.size} log entries and ${formatBytes(report.bytes)} to`,
    `  ${folders.store}`,
    `  ${folders.keys} (the keys)`,
    secrets,
    'These keys open earlier backups too: delete the earlier .keys folders, so that erased customers stay erased.',
    ...toLines(report),
  ]);
  if (!report.ok) process.exitCode = 1;
}

interface VerifyOptions {
  readonly keys?: string;
  readonly vkey?: string;
  readonly all?: true;
}

function verify(folder: string, { keys, vkey, all }: VerifyOptions): void {
  const { data, keyVault } = environment();
  const folders = toFolders(folder, keys);
  const report = verifyBackup({ ...folders, data, keyVault, vkey, all: all === true, onProgress: progress.report });
  print(report, toLines(report));
  if (!report.ok) process.exitCode = 1;
}

const trust = {
  given: 'the verifier key you gave',
  'data-folder': 'audit.vkey of the data folder',
  'backup-itself': 'the verifier key in the backup itself: compare it with one you kept',
} as const;

function toLines({ ok, id, entries, signedBy, keys, findings, ms }: BackupVerification): readonly string[] {
  const opened = keys.why === null ? `texts of ${keys.opened} opened` : `no text was opened (${keys.why})`;
  return [
    ok ? `The backup ${id} is whole: ${entries} log entries, ${ms} ms` : `The backup ${id} is not whole`,
    `signed by ${signedBy.name}, by ${trust[signedBy.trusted]}`,
    `every text of ${keys.subjects} subjects has its key; ${opened}`,
    ...findings.map(({ code, detail }) => `  ${code}: ${detail}`),
    ...(ok ? [] : ['Make another one with `npm run backup -- create`, and look into how this one came to be so.']),
  ].filter((line) => ok || !line.startsWith('every text'));
}

program
  .command('create')
  .description('copy everything beside a running appliance, and check the copy')
  .option('--out <folder>', 'the folder to make; by default backups/TIME beside the data folder')
  .option('--keys-out <folder>', 'the folder of the keys; by default that one with .keys after its name')
  .option('--with-secrets', 'put audit.key and master.key beside the keys')
  .action(create);
program
  .command('verify')
  .description('check signature, hashes, databases, log and keys of a backup')
  .argument('<folder>', 'the backup')
  .option('--keys <folder>', 'the folder of its keys; by default that one with .keys after its name')
  .option('--vkey <file>', 'the verifier key, by default audit.vkey of the data folder')
  .option('--all', 'open every text, not a sample of the subjects')
  .action(verify);

addRestoreCommand(program, print, progress.report);
addDrillCommand(program, print, progress.report);

await run();
