import { join } from 'node:path';
import { rotateMasterKey } from '../../src/adapters/sqlite/rotate-master-key.ts';
import { createKeyVault } from '../../src/privacy/create-key-vault.ts';

/** Changes the master key of a data folder again and again, in small steps, until it is killed. */
const [data = ''] = process.argv.slice(2);
const vault = createKeyVault({ kind: 'file', file: join(data, 'master.key') });
process.stdout.write('ready\n');
for (;;) rotateMasterKey(join(data, 'keys.db'), { from: vault, batch: 10 });
