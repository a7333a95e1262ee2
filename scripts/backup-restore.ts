import type { Command } from 'commander';
import { toFolders } from '../src/backup/backup-folders.ts';
import { type RestoreReport, restoreBackup } from '../src/compose-restore.ts';
import { readEnvironment } from '../src/config/read-environment.ts';

type Print = (value: unknown, lines: readonly string[]) => void;

interface RestoreOptions {
  readonly to?: string;
  readonly keys?: string;
  readonly secrets?: string;
  readonly erasures?: string[];
  readonly held?: string[];
  readonly vkey?: string;
  readonly replace?: true;
}

/** Adds `restore` to `npm run backup`. */
export function addRestoreCommand(program: Command, print: Print, onProgress: (what: string) => void): void {
  async function restore(folder: string, options: RestoreOptions): Promise<void> {
    const { data, policies, keyVault } = readEnvironment();
    const { to = data, keys, secrets, vkey, erasures = [], held = [] } = options;
    const folders = toFolders(folder, keys);
    const replace = options.replace === true;
    const wanted = { ...folders, data: to, policies, keyVault, secrets, vkey, erasures, held, replace };
    const report = await restoreBackup({ ...wanted, now: () => new Date(), onProgress });
    print(report, toLines(report, to));
  }

  program
    .command('restore')
    .description('bring a backup back, while no appliance runs on the data folder')
    .argument('<folder>', 'the backup')
    .option('--to <folder>', 'the data folder to fill; by default the one of CONFIDANT_DATA')
    .option('--keys <folder>', 'the folder of the keys: that one with .keys after its name, or of any later backup')
    .option('--secrets <folder>', 'where audit.key and master.key were kept')
    .option('--erasures <files...>', 'copies of erasures.log: who was erased since is erased again')
    .option('--held <files...>', 'checkpoints somebody kept: they tell what is lost, and find a backup of another log')
    .option('--vkey <file>', 'the verifier key somebody kept')
    .option('--replace', 'put what is in the data folder aside')
    .action(restore);
}

function toLines(report: RestoreReport, data: string): readonly string[] {
  const { backup, createdAt, entries, lost, erased, aside, warnings } = report;
  const kinds = Object.entries(lost?.kinds ?? {}).map(([kind, count]) => `  ${String(count).padStart(6)}  ${kind}`);
  const gone = lost
    ? [`Lost: entries ${lost.from} to ${lost.to - 1}, everything done after the backup.`, ...kinds]
    : ['Nothing is known of that came after the backup.'];
  return [
    `${data} holds the backup ${backup} of ${createdAt}: ${entries} log entries.`,
    ...gone,
    ...(erased > 0 ? [`Erased again: ${erased} customers who were erased after the backup.`] : []),
    ...(aside === null
      ? []
      : [`What was there lies in ${aside}: delete it once you need it no more, no erasure reaches it.`]),
    ...warnings,
    'The log says so. Kiosks and auditors with later checkpoints will raise an alarm: tell them of this restore.',
    'Start the appliance with `npm run up`.',
  ];
}
