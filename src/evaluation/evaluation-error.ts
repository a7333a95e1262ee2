export type EvaluationErrorCode =
  | 'input-missing'
  | 'input-empty'
  | 'line-invalid'
  | 'train-needed'
  | 'corpus-needed'
  | 'beside-missing';

/** A set that cannot be evaluated. The message names file and line, and never quotes what stands there. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly code: EvaluationErrorCode;

  constructor(code: EvaluationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
