/** Why a backup is not made, or not brought back. */
export type BackupErrorCode =
  | 'data-missing'
  | 'folder-not-empty'
  | 'no-space'
  | 'backup-running'
  | 'backup-refused'
  | 'manifest-missing'
  | 'manifest-invalid'
  | 'secrets-missing'
  | 'erasures-invalid'
  | 'restore-unfinished';

/** Nothing was changed where this is thrown; the message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
