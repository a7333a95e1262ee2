import type { Command } from 'commander';
import { rotateDataFolder } from '../src/compose-keys.ts';
import { noteCommand } from '../src/compose-note-command.ts';
import { readEnvironment } from '../src/config/read-environment.ts';

type Print = (value: unknown, lines: readonly string[]) => void;

/** Adds what is done with keys to `npm run privacy`. It works beside a running appliance. */
export function addKeyCommands(program: Command, print: Print): void {
  program
    .command('rotate')
    .description('put every data key under a new master key; one that was cut off is finished')
    .action(() => {
      const { data, keyVault } = readEnvironment();
      const report = rotateDataFolder(data, keyVault);
      if (report.did !== null) noteCommand(data, 'keys-rotated', `${report.rewrapped} keys`);
      print(report, [
        report.did === null
          ? 'Another rotation has just done it'
          : `${report.rewrapped} keys are under a new master key`,
        ...(report.damaged > 0 ? [`${report.damaged} keys do not open and stay as they are`] : []),
        'Keep a new copy of master.key and keys.db; older copies of both open what was stored until now.',
      ]);
      if (report.damaged > 0) process.exitCode = 1;
    });
}
