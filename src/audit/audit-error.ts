/** Stable codes of everything that can be wrong with the log or what is put to it. */
export type AuditErrorCode =
  | 'entry-invalid'
  | 'entry-too-long'
  | 'bundle-malformed'
  | 'segment-changed'
  | 'note-malformed'
  | 'checkpoint-malformed'
  | 'key-malformed'
  | 'range-invalid'
  | 'node-missing'
  | 'transaction-missing'
  | 'log-damaged'
  | 'log-unreachable';

/** A fault of the log or its callers. The message never holds an entry's text or a private key. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  readonly code: AuditErrorCode;

  constructor(code: AuditErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
