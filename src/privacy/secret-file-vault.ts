import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../files/sync-folder.ts';
import type { KeyVault, KeyVaultKind } from './key-vault.ts';

/** A secret that lies in a file, and how it opens and closes. */
export interface SecretFile {
  readonly kind: KeyVaultKind;
  readonly file: string;
  close(secretFile: string, key: Buffer): Buffer;
  /** Undefined where the secret of that file does not open it. */
  open(secretFile: string, wrapped: Buffer): Buffer | undefined;
  /** Makes the file of the next secret, durably, where there is none; a secret only people can make stays as it is. */
  makeNext?(nextFile: string): unknown;
}

/** A vault whose secret changes by way of a second file, `….next`: both open until the next one has taken its place. */
export function createSecretFileVault(secret: SecretFile): KeyVault {
  const { kind, file, close, open } = secret;
  const next = `${file}.next`;
  const openNext = (wrapped: Buffer): Buffer | undefined => (existsSync(next) ? open(next, wrapped) : undefined);
  return {
    kind,
    wrap: (key) => close(file, key),
    wrapNext: function wrapUnderNext(key) {
      secret.makeNext?.(next);
      return close(existsSync(next) ? next : file, key);
    },
    // The file itself is tried again at last: another process may have put the next one in its place in between.
    unwrap: (wrapped) => open(file, wrapped) ?? openNext(wrapped) ?? open(file, wrapped),
    settle: function settleSecret(wrapped) {
      if (openNext(wrapped) === undefined) return;
      try {
        renameSync(next, file);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      }
      syncFolder(dirname(file));
    },
  };
}
