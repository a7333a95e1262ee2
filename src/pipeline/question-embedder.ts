import type { RedactedText } from '../conversation/redacted-text.ts';
import type { Embedder } from '../models/embedder.ts';

/**
 * The embedder as the path of a message has it: what it reads was redacted before, or this does not compile. Documents
 * are approved texts and are embedded through the whole {@link Embedder}, outside the path.
 */
export interface QuestionEmbedder extends Omit<Embedder, 'embed'> {
  embed(texts: readonly RedactedText[], signal?: AbortSignal): ReturnType<Embedder['embed']>;
}
