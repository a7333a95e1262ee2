/** Stable codes of everything that can be wrong with keys. */
export type IdentityErrorCode = 'keys-file-invalid' | 'keys-file-failed';

/** A fault while making or taking over keys. The message never holds a key. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;

  constructor(code: IdentityErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
