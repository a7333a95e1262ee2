import { splitSentences } from '../conversation/split-sentences.ts';
import type { Evidence, EvidencePassage } from './evidence.ts';
import type { Finding } from './finding.ts';
import { groundedness } from './grounding/groundedness.ts';
import { validateDraft } from './validate-draft.ts';
import type { ValidationRules } from './validation-rules.ts';

/** Somebody else's reply and the passages it should rest on. */
export interface TextToValidate {
  readonly reply: string;
  readonly passages: readonly { readonly text: string }[];
  readonly question: string | null;
  readonly language: string;
  readonly findPersonalData: Evidence['findPersonalData'];
  readonly rules: ValidationRules;
}

/** Holds a text from outside to the rules of a composed reply that cites every passage given with it. */
export function validateText(input: TextToValidate): {
  readonly accepted: boolean;
  /** 0–1. */
  readonly grounded: number;
  readonly findings: readonly Finding[];
} {
  const passages = input.passages
    .filter(({ text }) => text.trim() !== '')
    .map(({ text }, index): EvidencePassage => {
      const id = `given#${index + 1}`;
      return { id, text, title: '', version: 'given', updated: '', audience: 'public', suspect: false };
    });
  const { language, findPersonalData, rules } = input;
  const evidence = {
    passages,
    own: [],
    findPersonalData,
    question: input.question ?? '',
    audience: 'public',
    language,
  };
  const draft = {
    acknowledgement: '',
    sentences: splitSentences(input.reply).map((sentence) => sentence.text),
    language,
    mode: 'composed' as const,
    citations: passages.map(({ id, title, version, updated, text }) => ({
      passage: id,
      title,
      version,
      updated,
      quote: text,
    })),
  };
  const validation = validateDraft({ draft, evidence, rules });
  return {
    accepted: validation.kind === 'accepted',
    grounded: groundedness(
      input.reply,
      input.passages.map(({ text }) => text),
    ),
    findings: validation.kind === 'accepted' ? [] : validation.findings,
  };
}
