import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type KeyDatabase, openKeyDatabase } from './adapters/sqlite/key-database.ts';
import { type RotationReport, rotateMasterKey } from './adapters/sqlite/rotate-master-key.ts';
import { StoreError } from './adapters/sqlite/store-error.ts';
import type { KeyVaultSetting } from './config/read-environment.ts';
import { createKeyVault } from './privacy/create-key-vault.ts';
import type { KeyVault } from './privacy/key-vault.ts';
import { readMasterKey } from './privacy/read-master-key.ts';

const fileSetting: KeyVaultSetting = { kind: 'file' };

/**
 * Opens the keys of a data folder, and makes what a fresh one lacks. A rotation that was cut off is finished first. What
 * is gone is never made a second time: another key would open nothing of what is stored.
 *
 * @throws {StoreError} `master-key-missing`, `master-key-other`, `vault-other`, `keys-missing`
 * @throws {PrivacyError} `master-key-invalid`, `vault-failed`
 */
export function openDataKeys(data: string, setting: KeyVaultSetting = fileSetting): KeyDatabase {
  const opened = openVault(data, setting);
  const file = join(data, 'keys.db');
  if (existsSync(file)) rotateMasterKey(file, { from: opened.vault, only: 'unfinished' });
  return openKeyDatabase(file, opened.vault, opened);
}

/**
 * Puts everything in `keys.db` under a new master key, beside a running appliance; one that was cut off is finished
 * instead. With the vault `file` the key file is a new one afterwards.
 *
 * @param to a vault of another kind, to move the master key to; the appliance must be stopped, and started with its settings
 * @throws as {@link openDataKeys}, and {@link StoreError} `store-in-use` while another rotation goes on
 */
export function rotateDataFolder(
  data: string,
  setting: KeyVaultSetting = fileSetting,
  to: KeyVaultSetting = setting,
): RotationReport {
  const { vault, fileSecret } = openVault(data, setting);
  const moved = to.kind === setting.kind ? vault : openVault(data, to).vault;
  return rotateMasterKey(join(data, 'keys.db'), { from: vault, to: moved, fileSecret });
}

/** The keys that lie beside a database; undefined for a copy that came without them. @throws as {@link openDataKeys} */
export function findKeysBeside(database: string, setting: KeyVaultSetting = fileSetting): KeyDatabase | undefined {
  const data = dirname(database);
  return existsSync(join(data, 'keys.db')) ? openDataKeys(data, setting) : undefined;
}

interface OpenedVault {
  readonly vault: KeyVault;
  /** Data keys of the first stores stood under the secret of the file itself. */
  readonly fileSecret: Buffer | undefined;
}

function openVault(data: string, setting: KeyVaultSetting): OpenedVault {
  const file = join(data, 'master.key');
  const hasKeys = existsSync(join(data, 'keys.db'));
  // The master key is made before `keys.db`, and that before `confidant.db`.
  if (setting.kind === 'file' && hasKeys && !existsSync(file)) {
    throw new StoreError(
      'master-key-missing',
      `Cannot open the keys: "${file}" is missing; bring it back from a backup`,
    );
  }
  if (!hasKeys && existsSync(join(data, 'confidant.db'))) {
    const what = `"${join(data, 'keys.db')}" is missing; bring it back from a backup, nothing can be read without`;
    throw new StoreError('keys-missing', `Cannot open the store: ${what}`);
  }
  if (setting.kind !== 'file') return { vault: createKeyVault(setting), fileSecret: undefined };
  const fileSecret = readMasterKey(file);
  return { vault: createKeyVault({ kind: 'file', file }), fileSecret };
}
