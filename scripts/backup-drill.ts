import type { Command } from 'commander';
import { toFolders } from '../src/backup/backup-folders.ts';
import type { DrillReport } from '../src/backup/drill.ts';
import { drillRestore } from '../src/compose-drill.ts';
import { readConfig } from '../src/config/read-config.ts';
import { readEnvironment } from '../src/config/read-environment.ts';

type Print = (value: unknown, lines: readonly string[]) => void;

/** Adds `drill` to `npm run backup`. */
export function addDrillCommand(program: Command, print: Print, onProgress: (what: string) => void): void {
  async function drill({ from, keys }: { readonly from?: string; readonly keys?: string }): Promise<void> {
    const environment = readEnvironment();
    const folders = from === undefined ? undefined : toFolders(from, keys);
    const config = readConfig(environment.config);
    const { report, file } = await drillRestore({
      environment,
      config,
      from: folders,
      now: () => new Date(),
      onProgress,
    });
    print({ ...report, file }, [...toLines(report), `The report is ${file}`]);
    if (!report.ok) process.exitCode = 1;
  }

  program
    .command('drill')
    .description('make a backup, bring it back elsewhere, start an appliance on it, and say what that cost')
    .option('--from <folder>', 'a backup that is there already')
    .option('--keys <folder>', 'the folder of its keys; by default that one with .keys after its name')
    .action(drill);
}

function toLines(report: DrillReport): readonly string[] {
  const { ok, rpo, rto, log, texts, differences, erasedAgain, state, backup } = report;
  const wrong = Object.entries(differences).map(
    ([table, rows]) => `  ${table}: ${rows.backup} rows, then ${rows.restored}`,
  );
  return [
    ok ? `The drill passed with the backup ${backup.id}` : `The drill failed with the backup ${backup.id}`,
    `recovery point: ${rpo.acknowledged} entries acknowledged, ${rpo.restored} brought back, ${rpo.lost} lost`,
    `recovery time: ${rto.ms} ms (${rto.restoreMs} ms until restored, ${rto.startMs} ms until ${state}, without the text model)`,
    log.ok ? `the log is whole: ${log.entries} entries` : 'the log is not whole',
    `texts of ${texts.opened} of ${texts.subjects} subjects opened`,
    ...(erasedAgain > 0 ? [`${erasedAgain} customers who were erased after the backup were erased again`] : []),
    ...(report.fault === null ? [] : [`the appliance did not start on it: ${report.fault}`]),
    ...wrong,
    ...(ok ? [] : ['Do not rely on this backup: see what is named above, make another one, and drill again.']),
  ];
}
