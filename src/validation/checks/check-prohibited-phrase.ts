import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { findPhrase } from '../match-phrase.ts';

/** No phrase that policy forbids, in any casing, spacing or look-alike spelling. */
export function checkProhibitedPhrase(subject: DraftSubject): Finding[] {
  return subject.rules.prohibitedPhrases.flatMap(({ phrase, rule }) =>
    findPhrase(phrase, subject.words).map((place) =>
      findingAt(subject, place, { check: 'prohibited-phrase', detail: phrase, rule }),
    ),
  );
}
