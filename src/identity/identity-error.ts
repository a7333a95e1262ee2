/** Stable codes of everything that can be wrong with keys, accounts and sign-in. */
export type IdentityErrorCode =
  | 'keys-file-invalid'
  | 'keys-file-failed'
  | 'name-invalid'
  | 'name-taken'
  | 'password-weak'
  | 'staff-not-found'
  | 'key-not-found'
  | 'last-admin-key'
  | 'store-not-started'
  | 'sign-in-refused'
  | 'sign-in-locked'
  | 'sign-in-expired'
  | 'role-missing'
  | 'provider-not-configured'
  | 'provider-failed';

interface IdentityErrorOptions extends ErrorOptions {
  /** For `sign-in-locked`: when trying again is worth it. */
  readonly retryAfterSeconds?: number;
}

/** A fault with keys, accounts or sign-in. The message never holds a key, a password or what somebody typed. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
  readonly code: IdentityErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: IdentityErrorCode, message: string, options: IdentityErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
