import type { Citation, Draft } from '../../src/conversation/reply.ts';
import { type DraftSubject, toDraftSubject } from '../../src/validation/draft-subject.ts';
import type { Evidence, EvidencePassage } from '../../src/validation/evidence.ts';
import type { ValidationRules } from '../../src/validation/validation-rules.ts';

/** What a validation story states; everything it leaves out is harmless. */
export interface DraftStory {
  readonly acknowledgement?: string;
  readonly sentences?: readonly string[];
  readonly mode?: Draft['mode'];
  readonly language?: string;
  readonly passages?: readonly string[];
  readonly citations?: readonly Citation[];
  readonly evidence?: Partial<Evidence>;
  readonly rules?: Partial<ValidationRules>;
}

export const harmlessRules: ValidationRules = {
  prohibitedPhrases: [],
  prohibitedTopics: [],
  commitments: [],
  maxSentences: 4,
  maxCharacters: 1600,
  languages: ['en', 'de', 'fr', 'es', 'ru'],
};

export function givenPassage(text: string, fields: Partial<EvidencePassage> = {}): EvidencePassage {
  return {
    id: 'cards#1',
    title: 'Cards',
    version: 'sha256:1',
    updated: '2026-10-01',
    text,
    audience: 'public',
    suspect: false,
    ...fields,
  };
}

export function givenCitation(passage: EvidencePassage, fields: Partial<Citation> = {}): Citation {
  const { id, title, version, updated, text } = passage;
  return { passage: id, title, version, updated, quote: text, ...fields };
}

/** A composed draft that cites every passage of its evidence. */
export function givenDraft(story: DraftStory): {
  readonly draft: Draft;
  readonly evidence: Evidence;
  readonly rules: ValidationRules;
} {
  const passages = (story.passages ?? []).map((text, index) => givenPassage(text, { id: `cards#${index + 1}` }));
  const evidence: Evidence = {
    passages,
    own: [],
    findPersonalData: () => [],
    question: '',
    audience: 'public',
    language: 'en',
    ...story.evidence,
  };
  const draft: Draft = {
    acknowledgement: story.acknowledgement ?? '',
    sentences: story.sentences ?? [],
    language: story.language ?? 'en',
    mode: story.mode ?? 'composed',
    citations: story.citations ?? evidence.passages.map((passage) => givenCitation(passage)),
  };
  return { draft, evidence, rules: { ...harmlessRules, ...story.rules } };
}

export function givenSubject(story: DraftStory): DraftSubject {
  const { draft, evidence, rules } = givenDraft(story);
  return toDraftSubject(draft, evidence, rules);
}
