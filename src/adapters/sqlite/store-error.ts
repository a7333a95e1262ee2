export type StoreErrorCode =
  | 'sqlite-too-old'
  | 'store-newer'
  | 'store-in-use'
  | 'store-missing'
  | 'store-unwritable'
  | 'store-damaged'
  | 'store-full'
  | 'store-failed'
  | 'key-missing'
  | 'keys-missing'
  | 'key-erased'
  | 'key-damaged'
  | 'master-key-missing'
  | 'master-key-other'
  | 'vault-other'
  | 'log-key-missing'
  | 'log-key-damaged'
  | 'log-key-other';

/** The store cannot do what it was asked. Holds no SQL and no row. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const sentences = {
  'store-full': 'Cannot write to the store: the disk is full',
  'store-unwritable': 'Cannot open the store: its file or folder is read-only, or this user may not write it',
  'store-damaged': 'Cannot read the store: its file is damaged or no database; bring back a backup',
  'store-failed': 'Cannot use the store',
} as const satisfies Partial<Record<StoreErrorCode, string>>;

/** Turns a fault of the driver into a coded one, told apart by what cures it. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = storeCodeOf(error instanceof Error && 'code' in error ? String(error.code) : '');
  return new StoreError(code, sentences[code], { cause: error });
}

function storeCodeOf(code: string): keyof typeof sentences {
  // The shared-memory file of the write-ahead log cannot grow on a full disk, and says so in words of its own.
  if (/^(?:SQLITE_FULL|ENOSPC|EDQUOT|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE)/u.test(code)) return 'store-full';
  // Making a folder on a read-only disk fails with ENOENT.
  if (/^(?:SQLITE_READONLY|SQLITE_CANTOPEN|EROFS|EACCES|EPERM|ENOENT)/u.test(code)) return 'store-unwritable';
  if (/^(?:SQLITE_NOTADB|SQLITE_CORRUPT)/u.test(code)) return 'store-damaged';
  return 'store-failed';
}
