export type PrivacyErrorCode =
  | 'budget-spent'
  | 'purpose-unknown'
  | 'purpose-not-for-export'
  | 'no-basis'
  | 'export-finding'
  | 'redaction-incomplete'
  | 'recogniser-failed'
  | 'file-exists'
  | 'box-damaged'
  | 'key-erased'
  | 'master-key-invalid'
  | 'vault-failed';

/** Protected values cannot be read. The message never holds one. */
export class PrivacyError extends Error {
  override readonly name = 'PrivacyError';
  readonly code: PrivacyErrorCode;

  constructor(code: PrivacyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
