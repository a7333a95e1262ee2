export type KnowledgeErrorCode = 'document-invalid' | 'document-empty' | 'index-unavailable';

/** A document that cannot be taken in, or an index that cannot be asked. The message names the file, never its text. */
export class KnowledgeError extends Error {
  override readonly name = 'KnowledgeError';
  readonly code: KnowledgeErrorCode;

  constructor(code: KnowledgeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
