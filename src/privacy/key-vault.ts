/**
 * Keeps the secret that master keys are wrapped with: a file, a passphrase, or a device behind a command of the site.
 * What a vault wrapped, only it unwraps; it never shows its secret.
 *
 * - Asked at a start, and when the master key is changed; it may take seconds, and nothing is served meanwhile.
 * - `unwrap` opens by the secret in force and, while that is being changed, by the next one.
 * - `wrapNext` closes under the secret that comes next: a vault that makes its own has it durably stored before it
 *   answers. One that never changes its secret closes under the one it has.
 * - `settle` puts the next secret in the place of the present one, when it is the next one that opens `wrapped`. It may be
 *   called at any time and by several processes.
 *
 * Held by `test/contract/key-vault-contract.ts`.
 */
export interface KeyVault {
  /** Stands beside what it wrapped, so that a start with another vault can say which one is meant. */
  readonly kind: KeyVaultKind;
  /** @throws {PrivacyError} `vault-failed`, `master-key-invalid` */
  wrap(key: Buffer): Buffer;
  wrapNext(key: Buffer): Buffer;
  /** Undefined where another secret wrapped it, or it was changed. @throws as `wrap` */
  unwrap(wrapped: Buffer): Buffer | undefined;
  settle(wrapped: Buffer): void;
}

export const keyVaultKinds = ['file', 'passphrase', 'command'] as const;
export type KeyVaultKind = (typeof keyVaultKinds)[number];
