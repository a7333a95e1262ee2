/** Stable codes of everything that can be wrong with a model or its engine. */
export type ModelErrorCode =
  | 'model-missing'
  | 'model-corrupt'
  | 'model-unavailable'
  | 'catalogue-invalid'
  | 'examination-invalid'
  | 'engine-down'
  | 'engine-timeout'
  | 'engine-failed'
  | 'queue-full'
  | 'breaker-open'
  | 'prompt-too-long'
  | 'choices-invalid'
  | 'cancelled';

/** A fault of a model or its engine. The message never holds a prompt or customer text. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
