export type StoreErrorCode = 'sqlite-too-old' | 'store-newer' | 'store-full' | 'store-failed' | 'key-missing';

/** The store cannot do what it was asked. Holds no SQL and no row. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Turns a fault of the driver into a coded one: a full disk is told apart, because its cure is another. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const full = code === 'SQLITE_FULL' || code === 'ENOSPC' || code.startsWith('SQLITE_IOERR_WRITE');
  return full
    ? new StoreError('store-full', 'Cannot write to the store: the disk is full', { cause: error })
    : new StoreError('store-failed', 'Cannot use the store', { cause: error });
}
