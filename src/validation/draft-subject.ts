import type { Draft } from '../conversation/reply.ts';
import type { Evidence, EvidencePassage } from './evidence.ts';
import type { CheckId, Finding } from './finding.ts';
import { type FoldedWord, toFoldedWords } from './fold-text.ts';
import { type ReplyText, sentenceIndexAt, toReplyText } from './reply-text.ts';
import type { ValidationRules } from './validation-rules.ts';

/** A draft on the bench, with everything checks share. The draft is written by a model or a document: believe nothing in it. */
export interface DraftSubject {
  readonly draft: Draft;
  readonly reply: ReplyText;
  /** Words of the reply as phrases compare them. */
  readonly words: readonly FoldedWord[];
  readonly evidence: Evidence;
  readonly rules: ValidationRules;
  /** Passages of the evidence that the draft cites; what it says must stand there. */
  readonly cited: readonly EvidencePassage[];
}

/** A check looks at a subject and says what is wrong with it; an empty list is a pass. */
export type DraftCheck = (subject: DraftSubject) => readonly Finding[];

export function toDraftSubject(draft: Draft, evidence: Evidence, rules: ValidationRules): DraftSubject {
  const reply = toReplyText(draft);
  const names = new Set(draft.citations.map((citation) => citation.passage));
  return {
    draft,
    reply,
    words: toFoldedWords(reply.text),
    evidence,
    rules,
    cited: evidence.passages.filter((passage) => names.has(passage.id)),
  };
}

/** A finding at a place of the reply text. */
export function findingAt(
  subject: DraftSubject,
  place: { readonly start: number; readonly end: number },
  reason: { readonly check: CheckId; readonly detail: string; readonly rule?: string },
): Finding {
  const { start, end } = place;
  return { ...reason, sentence: sentenceIndexAt(subject.reply, start), span: { start, end } };
}

/** A finding about a whole sentence of the reply. */
export function findingInSentence(
  subject: DraftSubject,
  sentence: number,
  reason: { readonly check: CheckId; readonly detail: string },
): Finding {
  const place = subject.reply.sentences[sentence];
  return { ...reason, sentence, span: place === undefined ? null : { start: place.start, end: place.end } };
}
