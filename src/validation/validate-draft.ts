import type { AcceptedReply, Draft } from '../conversation/reply.ts';
import { toAcceptedReply } from './accepted-reply.ts';
import { draftChecks } from './draft-checks.ts';
import { type DraftSubject, toDraftSubject } from './draft-subject.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { scoreAgainst } from './grounding/groundedness.ts';
import { supportOfPassage } from './passage-support.ts';
import type { ValidationRules } from './validation-rules.ts';

export type Validation =
  /** `grounded` is 0–1, the mean over the sentences that make a claim; 1 where policy worded them all. */
  | { readonly kind: 'accepted'; readonly reply: AcceptedReply; readonly grounded: number }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

export type SentenceVerdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] };

/** A reply that arrives sentence by sentence. Each is judged with all before it, so nothing sent is ever taken back. */
export interface SentenceValidator {
  /** Judges the reply up to and with this sentence. After a rejection every further sentence is rejected too. */
  push(sentence: string): SentenceVerdict;
  /** The whole reply; a rejected sentence rejects it. */
  finish(): Validation;
}

export interface DraftInput {
  readonly draft: Draft;
  readonly evidence: Evidence;
  readonly rules: ValidationRules;
}

/** Text this long is refused before anybody reads it closely. */
const longestRead = 20_000;
/** Findings kept of one check: the first ones say enough, and a hostile draft could make thousands. */
const mostFindings = 20;

/**
 * Holds a draft against its evidence and the rules: every check, in every mode it is for. The only way to a reply that
 * may be delivered. Who wrote the draft, and how sure they were, counts for nothing.
 */
export function validateDraft({ draft, evidence, rules }: DraftInput): Validation {
  if (lengthOf(draft) > longestRead) {
    return { kind: 'rejected', findings: [{ check: 'length', sentence: 0, span: null, detail: 'far-too-long' }] };
  }
  const subject = toDraftSubject(draft, evidence, rules);
  const findings = draftChecks.flatMap(({ check, modes }) =>
    modes.includes(draft.mode) ? check(subject).slice(0, mostFindings) : [],
  );
  if (findings.length > 0) return { kind: 'rejected', findings };
  return { kind: 'accepted', reply: toAcceptedReply(draft, subject.reply), grounded: groundingOf(subject) };
}

function lengthOf(draft: Draft): number {
  return draft.sentences.reduce((sum, sentence) => sum + sentence.length, draft.acknowledgement.length);
}

function groundingOf({ draft, reply, cited }: DraftSubject): number {
  const claims = reply.sentences.filter((sentence) => !sentence.acknowledgement);
  if (draft.mode === 'scripted' || claims.length === 0) return 1;
  const scores = claims.map(({ text }) =>
    cited.reduce((most, passage) => Math.max(most, scoreAgainst(text, supportOfPassage(passage).words)), 0),
  );
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
