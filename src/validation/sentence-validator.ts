import type { Citation, Draft, SpeakingMode } from '../conversation/reply.ts';
import { citationsFor } from './cite-sentence.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { type SentenceValidator, type SentenceVerdict, type Validation, validateDraft } from './validate-draft.ts';
import type { ValidationRules } from './validation-rules.ts';

export interface SentenceValidatorOptions {
  readonly evidence: Evidence;
  readonly rules: ValidationRules;
  readonly mode: SpeakingMode;
  readonly language: string;
  readonly acknowledgement?: string;
  /** What the reply cites from its first sentence on. */
  readonly citations?: readonly Citation[];
  /** What a sentence cites besides; where neither is given, the passage that bears it out best. */
  readonly citationsFor?: (sentence: string) => readonly Citation[];
}

export function createSentenceValidator(options: SentenceValidatorOptions): SentenceValidator {
  const { evidence, rules, mode, language, acknowledgement = '' } = options;
  const cite = options.citationsFor ?? (options.citations === undefined ? citeFromEvidence : () => []);
  let draft: Draft = { acknowledgement, sentences: [], language, mode, citations: options.citations ?? [] };
  let rejected: readonly Finding[] | undefined;

  function citeFromEvidence(sentence: string): readonly Citation[] {
    return mode === 'scripted' ? [] : citationsFor(sentence, evidence.passages);
  }

  function push(sentence: string): SentenceVerdict {
    if (rejected !== undefined) return { kind: 'rejected', findings: rejected };
    draft = {
      ...draft,
      sentences: [...draft.sentences, sentence],
      citations: mergeCitations(draft.citations, cite(sentence)),
    };
    const validation = validateDraft({ draft, evidence, rules });
    if (validation.kind === 'accepted') return { kind: 'ok' };
    rejected = validation.findings;
    return { kind: 'rejected', findings: rejected };
  }

  function finish(): Validation {
    return rejected === undefined
      ? validateDraft({ draft, evidence, rules })
      : { kind: 'rejected', findings: rejected };
  }

  return { push, finish };
}

function mergeCitations(known: readonly Citation[], added: readonly Citation[]): readonly Citation[] {
  const isKnown = (one: Citation): boolean =>
    known.some((other) => other.passage === one.passage && other.quote === one.quote);
  return [...known, ...added.filter((one) => !isKnown(one))];
}
