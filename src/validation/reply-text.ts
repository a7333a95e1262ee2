import type { Draft } from '../conversation/reply.ts';
import { splitSentences } from '../conversation/split-sentences.ts';

/** A sentence of a reply and its place in the whole text. */
export interface ReplySentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Worded by policy: it makes no claim that a passage must carry. */
  readonly acknowledgement: boolean;
}

/** A draft as the customer would read it: the acknowledgement, then the sentences, joined with one space. */
export interface ReplyText {
  readonly text: string;
  readonly sentences: readonly ReplySentence[];
}

export function toReplyText({ acknowledgement, sentences }: Pick<Draft, 'acknowledgement' | 'sentences'>): ReplyText {
  const pieces = [
    ...splitSentences(acknowledgement).map(({ text }) => ({ text, policy: true })),
    ...sentences.map((sentence) => ({ text: sentence.trim(), policy: false })),
  ];
  const placed: ReplySentence[] = [];
  let at = 0;
  for (const { text, policy } of pieces) {
    if (text === '') continue;
    placed.push({ text, start: at, end: at + text.length, acknowledgement: policy });
    at += text.length + 1;
  }
  return { text: placed.map((sentence) => sentence.text).join(' '), sentences: placed };
}

/** Which sentence holds an offset of the text; 0 where none does. */
export function sentenceIndexAt(reply: ReplyText, offset: number): number {
  const index = reply.sentences.findIndex((sentence) => offset <= sentence.end);
  return Math.max(index, 0);
}

/** The text with the full stops between sentences blanked out, offsets kept: "100." and "dollars" then stand together. */
export function withoutSentenceEnds(reply: ReplyText): string {
  return reply.sentences
    .map(({ text }, index) =>
      index === reply.sentences.length - 1 ? text : text.replace(/[.!?…]+$/, (mark) => ' '.repeat(mark.length)),
    )
    .join(' ');
}
