import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { toFolders } from '../../src/backup/backup-folders.ts';
import { createBackup } from '../../src/compose-backup.ts';
import { restoreBackup } from '../../src/compose-restore.ts';

/** A process of its own that makes backups, or brings two in turn back, over and over, until it is killed. */
const settings = z
  .object({
    what: z.enum(['create', 'restore']),
    data: z.string(),
    /** Where backups are made, or those to bring back. */
    folders: z.array(z.string()),
    secrets: z.string(),
    policies: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const now = (): Date => new Date();
const { data, folders, secrets, policies } = settings;

for (let round = 0; ; round += 1) {
  const folder = folders[round % folders.length] ?? '';
  if (settings.what === 'create') {
    await createBackup({ ...toFolders(join(folder, `made-${process.pid}-${round}`)), data, withSecrets: false, now });
  } else {
    const order = { data, policies, secrets, erasures: [], held: [], replace: true, now };
    await restoreBackup({ ...toFolders(folder), ...order });
    for (const name of readdirSync(data).filter((one) => one.startsWith('replaced-'))) {
      rmSync(join(data, name), { recursive: true });
    }
  }
  process.stdout.write(`${round}\n`);
}
