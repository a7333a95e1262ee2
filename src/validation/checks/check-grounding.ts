import { type DraftSubject, findingInSentence } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { scoreAgainst } from '../grounding/groundedness.ts';
import { isDenied } from '../grounding/polarity.ts';
import { isQuotedFrom, supportOfPassage } from '../passage-support.ts';

/** Grounding below which a composed sentence is stopped: nine in ten unsupported replies of BEGIN lie below it (2026-11-21, words alone: no model). */
const leastGrounding = 0.3;

/** Each sentence rests on a cited passage: quoted ones to the letter, composed ones by their words and their "not". */
export function checkGrounding(subject: DraftSubject): Finding[] {
  return subject.reply.sentences.flatMap((sentence, index) => {
    const fault = sentence.acknowledgement ? undefined : faultOf(sentence.text, subject);
    return fault === undefined
      ? []
      : [findingInSentence(subject, index, { check: 'sentence-grounding', detail: fault })];
  });
}

function faultOf(sentence: string, { draft, cited }: DraftSubject): string | undefined {
  if (cited.some((passage) => isQuotedFrom(sentence, passage))) return undefined;
  if (draft.mode === 'quoted') return 'not-literal';
  const supports = cited.map(supportOfPassage);
  const best = supports.reduce((most, { words }) => Math.max(most, scoreAgainst(sentence, words)), 0);
  if (best < leastGrounding) return 'low-grounding';
  return isDenied(
    sentence,
    supports.flatMap(({ polarities }) => polarities),
  )
    ? 'polarity'
    : undefined;
}
