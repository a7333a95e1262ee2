import type { RedactedText } from '../conversation/redacted-text.ts';
import { splitOffSentences } from '../conversation/split-sentences.ts';
import type { RetrievedPassage } from '../knowledge/passage.ts';
import type { TextGenerator } from '../models/text-generator.ts';
import { composePrompt, NO_ANSWER, toUserPrompt } from './compose-prompt.ts';

/** Passages a prompt holds; more cost time and dilute the answer. */
const PROMPT_PASSAGES = 3;

/** What a model made of the passages. */
export type Composed = { readonly kind: 'sentence'; readonly text: string } | { readonly kind: 'no-answer' };

/**
 * Lets the text model word a reply, sentence by sentence as it is written. One generation.
 *
 * The sentences are model-written and may say anything: nothing may be done with them before validation.
 *
 * @throws {ModelError} as {@link TextGenerator.generate}
 */
export async function* composeReply(
  generator: Pick<TextGenerator, 'generate'>,
  request: {
    readonly passages: readonly Pick<RetrievedPassage, 'title' | 'text'>[];
    readonly question: RedactedText | string;
    readonly maxTokens: number;
  },
  signal?: AbortSignal,
): AsyncGenerator<Composed, void, undefined> {
  const user = toUserPrompt(request.passages.slice(0, PROMPT_PASSAGES), request.question);
  let rest = '';
  for await (const piece of generator.generate(
    { system: composePrompt.system, user, maxTokens: request.maxTokens },
    signal,
  )) {
    const cut = splitOffSentences(rest + piece);
    rest = cut.rest;
    for (const sentence of cut.sentences) yield toComposed(sentence);
  }
  if (rest.trim() !== '') yield toComposed(rest.trim());
}

function toComposed(sentence: string): Composed {
  return plain(sentence).includes(plain(NO_ANSWER)) ? { kind: 'no-answer' } : { kind: 'sentence', text: sentence };
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}
