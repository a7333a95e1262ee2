export type ConnectorErrorCode =
  | 'operation-unknown'
  | 'parameters-invalid'
  | 'credentials-missing'
  | 'document-invalid'
  | 'host-not-allowed'
  | 'risk-understated'
  | 'not-found'
  | 'refused'
  | 'timed-out'
  | 'cancelled'
  | 'unreachable'
  | 'breaker-open'
  | 'redirected'
  | 'answer-too-large'
  | 'answer-unreadable'
  | 'system-failed';

/** Codes that say for sure that nothing was changed: the call never left, or the system turned it down. */
const withoutEffect: ReadonlySet<ConnectorErrorCode> = new Set([
  'operation-unknown',
  'parameters-invalid',
  'credentials-missing',
  'document-invalid',
  'host-not-allowed',
  'risk-understated',
  'not-found',
  'refused',
  'breaker-open',
]);

/** A system of record did not do what it was asked. The message names operation and code, never a value. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
  readonly code: ConnectorErrorCode;

  constructor(code: ConnectorErrorCode, operation: string, options?: ErrorOptions) {
    super(`Cannot carry out "${operation}": ${code}`, options);
    this.code = code;
  }

  /** False where a change may have been made although no answer came. */
  get isWithoutEffect(): boolean {
    return withoutEffect.has(this.code);
  }
}
