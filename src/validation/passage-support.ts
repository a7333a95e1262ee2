import { splitSentences } from '../conversation/split-sentences.ts';
import type { EvidencePassage } from './evidence.ts';
import { type SentencePolarity, toSentencePolarity } from './grounding/polarity.ts';
import { type Support, toSupport } from './grounding/support.ts';
import { type SpecificSupport, toSpecificSupport } from './specifics/specific-support.ts';

/** What a passage vouches for, prepared once however many sentences ask. */
export interface PassageSupport {
  readonly words: Support;
  readonly specifics: SpecificSupport;
  readonly polarities: readonly SentencePolarity[];
  /** The text with every run of white space as one space. */
  readonly plain: string;
}

const prepared = new WeakMap<EvidencePassage, PassageSupport>();

export function supportOfPassage(passage: EvidencePassage): PassageSupport {
  const known = prepared.get(passage);
  if (known !== undefined) return known;
  const texts = [passage.title, passage.text];
  const support: PassageSupport = {
    words: toSupport(texts),
    specifics: toSpecificSupport(texts),
    polarities: splitSentences(passage.text).map((sentence) => toSentencePolarity(sentence.text)),
    plain: toPlain(passage.text),
  };
  prepared.set(passage, support);
  return support;
}

/** Whether a sentence stands in a passage to the letter, line breaks apart. */
export function isQuotedFrom(sentence: string, passage: EvidencePassage): boolean {
  return supportOfPassage(passage).plain.includes(toPlain(sentence));
}

function toPlain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
