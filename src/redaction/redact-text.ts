import type { Entity, RedactedText } from '../conversation/redacted-text.ts';
import { createPlaceholderBook } from './placeholder-book.ts';
import { createRedactor, type RedactorOptions } from './redact-message.ts';

/** Answer of `POST /v1/redact`. */
export interface TextRedaction {
  readonly redacted: RedactedText;
  /** Offsets are UTF-16 code units of the text that was handed in. */
  readonly entities: readonly Entity[];
  /** False when a recogniser failed: the text may still hold personal data. */
  readonly complete: boolean;
}

export interface TextRedactionOptions {
  /** BCP 47 tag of the text, part of the contract. The rules read every language alike. */
  readonly language?: string;
  readonly signal?: AbortSignal;
}

/** Makes the redaction of texts that belong to no conversation; nothing of them is kept. */
export function createTextRedaction(options: RedactorOptions = {}) {
  const redactor = createRedactor(options);

  return async function redactText(text: string, { signal }: TextRedactionOptions = {}): Promise<TextRedaction> {
    const book = createPlaceholderBook([], options.defaultCountry);
    const redaction = await redactor.redact(text, book, signal === undefined ? {} : { signal });
    return { redacted: redaction.text, entities: redaction.entities, complete: redaction.complete };
  };
}
