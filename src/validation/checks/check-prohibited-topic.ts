import { type DraftSubject, findingAt } from '../draft-subject.ts';
import type { Finding } from '../finding.ts';
import { findPhrase } from '../match-phrase.ts';

/** No topic that policy keeps the assistant out of, by the phrases policy knows it by. */
export function checkProhibitedTopic(subject: DraftSubject): Finding[] {
  return subject.rules.prohibitedTopics.flatMap(({ id, phrases, rule }) =>
    phrases
      .flatMap((phrase) => findPhrase(phrase, subject.words))
      .map((place) => findingAt(subject, place, { check: 'prohibited-topic', detail: id, rule })),
  );
}
