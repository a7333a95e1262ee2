import type { AcceptedReply, Draft } from '../conversation/reply.ts';
import type { ReplyText } from './reply-text.ts';

/** Seals a draft that passed every check. The only maker of `AcceptedReply`; `validate-draft.ts` alone calls it. */
export function toAcceptedReply(draft: Draft, reply: ReplyText): AcceptedReply {
  const checked: unknown = {
    text: reply.text,
    sentences: reply.sentences.map((sentence) => sentence.text),
    language: draft.language,
    mode: draft.mode,
    citations: draft.citations,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one maker of the brand
  return checked as AcceptedReply;
}
