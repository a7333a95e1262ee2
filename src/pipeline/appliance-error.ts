/** What a caller can get wrong, or the appliance can be unable to do; `http/problem.ts` maps each to a status. */
export type ApplianceErrorCode =
  | 'conversation-not-found'
  | 'conversation-closed'
  | 'handover-not-found'
  | 'entry-not-found'
  | 'subject-not-found'
  | 'subject-held'
  | 'not-allowed-now'
  | 'version-conflict'
  | 'idempotency-mismatch'
  | 'collection-unknown'
  | 'purpose-unknown'
  | 'purpose-not-optional'
  | 'fact-not-found'
  | 'text-empty'
  | 'text-too-long'
  | 'proof-out-of-range'
  | 'checkpoint-unknown'
  | 'witness-unknown'
  | 'cosignature-invalid'
  | 'reveal-limit'
  | 'store-full'
  | 'store-failed'
  | 'overloaded'
  | 'shutting-down';

/** A call that cannot be carried out. The message is safe to show: no customer text, path or SQL. */
export class ApplianceError extends Error {
  override readonly name = 'ApplianceError';
  readonly code: ApplianceErrorCode;
  /** When trying again is worth it, where that is known. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ApplianceErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterSeconds?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
