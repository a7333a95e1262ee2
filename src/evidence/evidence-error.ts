export type EvidenceErrorCode = 'pack-exists' | 'data-missing';

/** A pack cannot be written or read; the message says what to change. What is wrong with a pack that can be read is a finding. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly code: EvidenceErrorCode;

  constructor(code: EvidenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
