import type { Draft } from '../conversation/reply.ts';
import { splitSentences } from '../conversation/split-sentences.ts';

/** A draft that policy worded. It still passes validation like every other. */
export function scriptedDraft(text: string, language: string): Draft {
  const sentences = splitSentences(text).map((sentence) => sentence.text);
  return { acknowledgement: '', sentences, language, mode: 'scripted', citations: [] };
}
