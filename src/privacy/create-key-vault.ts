import { createCommandVault } from './command-vault.ts';
import { createFileVault } from './file-vault.ts';
import type { KeyVault } from './key-vault.ts';
import { createPassphraseVault } from './passphrase-vault.ts';

/** Where the site keeps the secret of its master keys. */
export type KeySource =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'passphrase'; readonly file: string }
  | { readonly kind: 'command'; readonly command: string };

export function createKeyVault(source: KeySource): KeyVault {
  switch (source.kind) {
    case 'file':
      return createFileVault(source.file);
    case 'passphrase':
      return createPassphraseVault(source.file);
    case 'command':
      return createCommandVault(source.command);
  }
}
